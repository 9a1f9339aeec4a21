import { CATALOGUE } from '../../../base/errors/index.ts';
import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { Cell, ExplainedField } from '../../../pipeline/map/index.ts';
import type { ExplainedItem, Said } from './answer.ts';
import type { MappedItem, MappedSample } from './mapped.ts';
import { statusOf } from './status.ts';
import { said } from './targets.ts';

const LONGEST = 1_000;

/** A value as a table shows it: the record holds the whole of a long text. */
const shortened = (value: unknown): Json => {
  const text = typeof value === 'string' ? value : undefined;
  return text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : ((value ?? null) as Json);
};

const byTarget = <T>(
  fields: readonly ExplainedField[],
  cells: readonly Cell[],
  give: (cell: Cell, field: ExplainedField) => T | undefined,
): Record<string, T> =>
  Object.fromEntries(
    fields.flatMap((field, at) => {
      const cell = cells[at];
      const given = cell && give(cell, field);
      return given === undefined ? [] : [[field.target, given]];
    }),
  );

const given = (value: unknown): Json | undefined => (value === undefined ? undefined : shortened(value));

const isChanged = ({ spec, plan }: ExplainedField) => spec.enum !== undefined || plan?.conversion !== undefined;

const NOTHING = { values: {}, sources: {}, statuses: {}, notes: {}, reads: {} };

const damaged = (one: Extract<MappedItem['extracted'], { kind: 'bad' }>): ExplainedItem => {
  const reject = { code: one.code, message: one.message, fix: CATALOGUE.ITEM_UNREADABLE.fix, pointer: one.pointer };
  return { ...NOTHING, pointer: null, rejects: [reject] };
};

const readsOf = ({ explainer, bindings }: MappedSample, item: Json): Record<string, readonly string[]> => {
  const reads = explainer.reads(item, bindings);
  return Object.fromEntries(explainer.fields.map(({ target }, at) => [target, reads[at] ?? []]));
};

const itemOf = (sample: MappedSample, one: MappedItem, pointer: string | null): ExplainedItem => {
  const { explained, extracted, item } = one;
  if (extracted.kind === 'bad') return { ...damaged(extracted), pointer };
  if (!explained || explained.outcome.kind === 'skipped') return { ...NOTHING, pointer, skipped: true, rejects: [] };
  const { outcome, cells } = explained;
  const { fields } = sample.explainer;
  return {
    pointer,
    ...(outcome.kind === 'record' ? { record: outcome.record as JsonObject } : {}),
    rejects: outcome.kind === 'reject' ? [{ ...said(outcome), pointer: outcome.pointer }] : [],
    values: byTarget(fields, cells, ({ value }) => given(value)),
    sources: byTarget(fields, cells, ({ source }, field) => (isChanged(field) ? given(source) : undefined)),
    statuses: byTarget(fields, cells, statusOf),
    notes: byTarget<Said>(fields, cells, ({ problem }) => problem && said(problem)),
    reads: readsOf(sample, item),
  };
};

/** The first items, each with all that is known of it. */
export const itemsOf = (sample: MappedSample, pointers: readonly (string | null)[]): readonly ExplainedItem[] =>
  pointers.flatMap((pointer, at) => {
    const one = sample.items[at];
    return one ? [itemOf(sample, one, pointer)] : [];
  });
