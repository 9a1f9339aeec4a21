import type { Json } from '../../base/json/index.ts';
import type { Extracted } from '../extract/index.ts';

type Redact = (text: string) => string;

/** A value in which secrets may stand, without them. */
export function cleaned(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((inner: Json) => cleaned(inner, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), cleaned(inner, redact)]));
}

/** Items of a page in which secrets may stand, without them: what is made of the items goes into files. */
export const withoutEchoes = (extracted: readonly Extracted[], redact: Redact): readonly Extracted[] =>
  extracted.map((one) =>
    one.kind === 'item'
      ? { ...one, value: cleaned(one.value, redact) }
      : { ...one, pointer: redact(one.pointer), message: redact(one.message), raw: redact(one.raw) },
  );
