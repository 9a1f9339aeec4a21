import { toPointer } from '../../../base/json/index.ts';
import { findEntity, isConstant, requiredFields } from '../../../manifest/index.ts';
import type { FieldResult, Problem } from '../../../pipeline/map/index.ts';
import type { ErrorText, ExplainedTarget, ProblemText, TargetStatus } from './explained-sample.ts';
import type { MappedSample } from './mapped-sample.ts';
import { targetStatus, worstStatus } from './status.ts';

const listRequired = ({ manifest, map }: MappedSample): readonly string[] =>
  requiredFields(findEntity(manifest, map.to));

type Counts = Partial<Record<TargetStatus, number>>;

/** Longest offending value, in characters. */
const MOST_OFFENDING = 120;

function formatOffending(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MOST_OFFENDING ? `${text.slice(0, MOST_OFFENDING)}…` : text;
}

/** Reduces a problem to what a preview shows of it. */
export const toProblemText = ({ code, message, fix, position, offending }: Problem): ProblemText => ({
  ...{ code, message, fix },
  ...(position === undefined ? {} : { position }),
  ...(offending === undefined ? {} : { offending: formatOffending(offending.value) }),
});

/** Reduces a problem to its code, message and fix. */
export const toErrorText = ({ code, message, fix }: ErrorText): ErrorText => ({ code, message, fix });

const formatPointer = ({ name, map }: MappedSample, target: string): string => {
  const path = ['maps', name, 'fields', target];
  return toPointer(typeof map.fields[target] === 'object' ? [...path, 'value'] : path);
};

function countStatuses(cells: readonly FieldResult[]): Counts {
  const counts: Counts = {};
  for (const cell of cells) {
    const status = targetStatus(cell);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Returns the cells of each item that the map applies to, and none for skipped items. */
const listRows = ({ items }: MappedSample): readonly (readonly FieldResult[])[] =>
  items.map(({ explained }) => (explained && explained.outcome.kind !== 'skipped' ? explained.cells : []));

const buildTargetRow = (
  sample: MappedSample,
  at: number,
  column: readonly (FieldResult | undefined)[],
): ExplainedTarget | undefined => {
  const field = sample.explainer.fields[at];
  if (!field) return undefined;
  const cells = column.filter((cell) => cell !== undefined);
  const counts = countStatuses(cells);
  const status = field.broken ? 'error' : worstStatus(counts);
  const problem = field.broken ?? cells.find((cell) => targetStatus(cell) === status)?.problem;
  const example = column.findIndex((cell) => cell && targetStatus(cell) === status);
  return {
    target: field.target,
    required: listRequired(sample).includes(field.target),
    expression: field.spec.value,
    pointer: formatPointer(sample, field.target),
    ...(field.spec.enum === undefined ? {} : { enum: field.spec.enum }),
    status,
    counts,
    filled: counts.ok ?? 0,
    total: cells.length,
    ...(problem ? toProblemText(problem) : {}),
    ...(example < 0 ? {} : { example }),
  };
};

const buildMissingRow = (sample: MappedSample, target: string, total: number): ExplainedTarget => ({
  target,
  required: true,
  expression: null,
  pointer: formatPointer(sample, target),
  status: 'missing',
  counts: { missing: total },
  filled: 0,
  total,
  code: 'FIELD_MISSING',
  message: `the map does not fill "${target}", a required field of ${sample.map.to}`,
  fix: `Add "${target}" with an expression that returns its value.`,
});

/** Returns the fields of the map in order, followed by the required fields that it does not fill. */
export function explainTargets(sample: MappedSample): readonly ExplainedTarget[] {
  const rows = listRows(sample);
  const own = sample.explainer.fields.flatMap(
    (_, at) =>
      buildTargetRow(
        sample,
        at,
        rows.map((cells) => cells[at]),
      ) ?? [],
  );
  const total = sample.items.filter(({ explained }) => explained && explained.outcome.kind !== 'skipped').length;
  const lacking = listRequired(sample).filter(
    (target) => !Object.hasOwn(sample.map.fields, target) && !isConstant(sample.map.to, target),
  );
  return [...own, ...lacking.map((target) => buildMissingRow(sample, target, total))];
}
