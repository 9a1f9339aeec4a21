import type { Json } from '../../base/json/index.ts';
import type { Redactor } from '../../base/secret/index.ts';

const SHOWN = '[secret]';

/** Replaces secrets in the texts, names and numbers of a value. */
export function redactValues(value: Json, redact: Redactor): Json {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redact(String(value)) === String(value) ? value : SHOWN;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Json) => redactValues(one, redact));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [redact(name), redactValues(one, redact)]));
}
