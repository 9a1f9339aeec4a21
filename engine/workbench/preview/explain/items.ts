import { CATALOGUE } from '../../../base/errors/index.ts';
import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { ExplainedField, FieldResult } from '../../../pipeline/map/index.ts';
import type { MapInput } from '../elements.ts';
import type { ExplainedItem } from './explained-sample.ts';
import type { MappedItem, MappedSample } from './mapped-sample.ts';
import { targetStatus } from './status.ts';
import { toErrorText, toProblemText } from './targets.ts';

const LONGEST = 1_000;

/** Shortens a long text for a table. The record contains the full text. */
const shorten = (value: unknown): Json => {
  const text = typeof value === 'string' ? value : undefined;
  return text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : ((value ?? null) as Json);
};

const keyByTarget = <T>(
  fields: readonly ExplainedField[],
  cells: readonly FieldResult[],
  give: (cell: FieldResult, field: ExplainedField) => T | undefined,
): Record<string, T> =>
  Object.fromEntries(
    fields.flatMap((field, at) => {
      const cell = cells[at];
      const given = cell && give(cell, field);
      return given === undefined ? [] : [[field.target, given]];
    }),
  );

const toJsonOrNothing = (value: unknown): Json | undefined => (value === undefined ? undefined : shorten(value));

const isConverted = ({ spec, plan }: ExplainedField) => spec.enum !== undefined || plan?.conversion !== undefined;

const NOTHING = { values: {}, sources: {}, statuses: {}, notes: {}, reads: {} };

const explainDamaged = (one: Extract<MappedItem['extracted'], { kind: 'bad' }>): ExplainedItem => {
  const reject = { code: one.code, message: one.message, fix: CATALOGUE.ITEM_UNREADABLE.fix, pointer: one.pointer };
  return { ...NOTHING, pointer: null, rejects: [reject] };
};

const listReads = ({ explainer }: MappedSample, { value, scope }: MapInput): Record<string, readonly string[]> => {
  const reads = explainer.reads(value, scope);
  return Object.fromEntries(explainer.fields.map(({ target }, at) => [target, reads[at] ?? []]));
};

const explainItem = (sample: MappedSample, one: MappedItem, pointer: string | null): ExplainedItem => {
  const { explained, extracted, input } = one;
  if (extracted.kind === 'bad') return { ...explainDamaged(extracted), pointer };
  if (!explained || explained.outcome.kind === 'skipped') return { ...NOTHING, pointer, skipped: true, rejects: [] };
  const { outcome, cells } = explained;
  const { fields } = sample.explainer;
  return {
    pointer,
    ...(outcome.kind === 'record' ? { record: outcome.record as JsonObject } : {}),
    rejects: outcome.kind === 'reject' ? [{ ...toErrorText(outcome), pointer: outcome.pointer }] : [],
    values: keyByTarget(fields, cells, ({ value }) => toJsonOrNothing(value)),
    sources: keyByTarget(fields, cells, ({ source }, field) =>
      isConverted(field) ? toJsonOrNothing(source) : undefined,
    ),
    statuses: keyByTarget(fields, cells, targetStatus),
    notes: keyByTarget(fields, cells, ({ problem }) => problem && toProblemText(problem)),
    reads: listReads(sample, input),
  };
};

const joinPointers = (item: string | null | undefined, at: string | null): string | null =>
  item === null || item === undefined || at === null ? null : item + at;

interface Extent {
  readonly shown: number;
  /** Index of the only item to explain; the others are brief. */
  readonly only: number | undefined;
}

/** Explains the first inputs of the map; `pointers` are those of the sample's items. */
export const explainItems = (
  sample: MappedSample,
  pointers: readonly (string | null)[],
  { shown, only }: Extent,
): readonly ExplainedItem[] =>
  sample.items.slice(0, shown).map((one, at) => {
    const pointer = joinPointers(pointers[one.index], one.input.at);
    return only === undefined || only === at
      ? explainItem(sample, one, pointer)
      : { ...NOTHING, pointer, brief: true, rejects: [] };
  });
