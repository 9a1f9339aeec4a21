import { toPointer } from '../../../base/json/index.ts';
import { requiredFields } from '../../../manifest/index.ts';
import type { FieldResult } from '../../../pipeline/map/index.ts';
import type { ErrorText, ExplainedTarget, TargetStatus } from './answer.ts';
import type { MappedSample } from './mapped-sample.ts';
import { targetStatus, worstStatus } from './status.ts';

/** Filled from the manifest's `about` where a map does not. */
const CONSTANTS = new Set(['source', 'vendorProductName']);

type Counts = Partial<Record<TargetStatus, number>>;

/** What is wrong, without what only the engine needs to know. */
export const toErrorText = ({ code, message, fix }: ErrorText): ErrorText => ({ code, message, fix });

const formatPointer = ({ name, map }: MappedSample, target: string): string => {
  const place = ['maps', name, 'fields', target];
  return toPointer(typeof map.fields[target] === 'object' ? [...place, 'value'] : place);
};

function countStatuses(cells: readonly FieldResult[]): Counts {
  const counts: Counts = {};
  for (const cell of cells) {
    const status = targetStatus(cell);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** The cells of each item that the map is for; none for those that it is not. */
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
    required: requiredFields(sample.map.to).includes(field.target),
    expression: field.spec.value,
    pointer: formatPointer(sample, field.target),
    ...(field.spec.enum === undefined ? {} : { enum: field.spec.enum }),
    status,
    counts,
    filled: counts.ok ?? 0,
    total: cells.length,
    ...(problem ? toErrorText(problem) : {}),
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
  message: `no field of the map fills "${target}", which every ${sample.map.to} must have`,
  fix: `Add "${target}" with the expression that gives it.`,
});

/** The fields of the map in their order, and after them the required ones that it lacks. */
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
  const lacking = requiredFields(sample.map.to).filter(
    (target) => !Object.hasOwn(sample.map.fields, target) && !CONSTANTS.has(target),
  );
  return [...own, ...lacking.map((target) => buildMissingRow(sample, target, total))];
}
