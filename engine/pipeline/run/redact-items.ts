import type { Json } from '../../base/json/index.ts';
import type { ExtractedItem } from '../extract/index.ts';

type Redact = (text: string) => string;

/** A value in which secrets may stand, without them. */
export function redactJson(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((inner: Json) => redactJson(inner, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), redactJson(inner, redact)]));
}

/** Items of a page in which secrets may stand, without them: what is made of the items goes into files. */
export const redactItems = (extracted: readonly ExtractedItem[], redact: Redact): readonly ExtractedItem[] =>
  extracted.map((one) =>
    one.kind === 'item'
      ? { ...one, value: redactJson(one.value, redact) }
      : { ...one, pointer: redact(one.pointer), message: redact(one.message), raw: redact(one.raw) },
  );
