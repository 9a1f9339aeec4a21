import { toPointer } from '../../../base/json/index.ts';
import { requiredOf } from '../../../manifest/index.ts';
import type { Cell } from '../../../pipeline/map/index.ts';
import type { ExplainedTarget, Said, TargetStatus } from './answer.ts';
import type { MappedSample } from './mapped.ts';
import { statusOf, worstOf } from './status.ts';

/** Filled from the manifest's `about` where a map does not. */
const CONSTANTS = new Set(['source', 'vendorProductName']);

type Counts = Partial<Record<TargetStatus, number>>;

/** What is wrong, without what only the engine needs to know. */
export const said = ({ code, message, fix }: Said): Said => ({ code, message, fix });

const pointerTo = ({ name, map }: MappedSample, target: string): string => {
  const place = ['maps', name, 'fields', target];
  return toPointer(typeof map.fields[target] === 'object' ? [...place, 'value'] : place);
};

function countsOf(cells: readonly Cell[]): Counts {
  const counts: Counts = {};
  for (const cell of cells) {
    const status = statusOf(cell);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** The cells of each item that the map is for; none for those that it is not. */
const rowsOf = ({ items }: MappedSample): readonly (readonly Cell[])[] =>
  items.map(({ explained }) => (explained && explained.outcome.kind !== 'skipped' ? explained.cells : []));

const targetRow = (
  sample: MappedSample,
  at: number,
  column: readonly (Cell | undefined)[],
): ExplainedTarget | undefined => {
  const field = sample.explainer.fields[at];
  if (!field) return undefined;
  const cells = column.filter((cell) => cell !== undefined);
  const counts = countsOf(cells);
  const status = field.broken ? 'error' : worstOf(counts);
  const problem = field.broken ?? cells.find((cell) => statusOf(cell) === status)?.problem;
  const example = column.findIndex((cell) => cell && statusOf(cell) === status);
  return {
    target: field.target,
    required: requiredOf(sample.map.to).includes(field.target),
    expression: field.spec.value,
    pointer: pointerTo(sample, field.target),
    ...(field.spec.enum === undefined ? {} : { enum: field.spec.enum }),
    status,
    counts,
    filled: counts.ok ?? 0,
    total: cells.length,
    ...(problem ? said(problem) : {}),
    ...(example < 0 ? {} : { example }),
  };
};

const lackingRow = (sample: MappedSample, target: string, total: number): ExplainedTarget => ({
  target,
  required: true,
  expression: null,
  pointer: pointerTo(sample, target),
  status: 'missing',
  counts: { missing: total },
  filled: 0,
  total,
  code: 'FIELD_MISSING',
  message: `no field of the map fills "${target}", which every ${sample.map.to} must have`,
  fix: `Add "${target}" with the expression that gives it.`,
});

/** The fields of the map in their order, and after them the required ones that it lacks. */
export function targetsOf(sample: MappedSample): readonly ExplainedTarget[] {
  const rows = rowsOf(sample);
  const own = sample.explainer.fields.flatMap(
    (_, at) =>
      targetRow(
        sample,
        at,
        rows.map((cells) => cells[at]),
      ) ?? [],
  );
  const total = sample.items.filter(({ explained }) => explained && explained.outcome.kind !== 'skipped').length;
  const lacking = requiredOf(sample.map.to).filter(
    (target) => !Object.hasOwn(sample.map.fields, target) && !CONSTANTS.has(target),
  );
  return [...own, ...lacking.map((target) => lackingRow(sample, target, total))];
}
