import type { Json } from '../json/index.ts';
import type { Redactor } from './redactor.ts';

/** Redacts the texts, names and numbers of a JSON value, which stays valid JSON: a number that contains a secret becomes a text. */
export function redactJson(value: Json, redact: Redactor): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => redactJson(one, redact));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [redact(name), redactJson(one as Json, redact)]),
    );
  const text = String(value);
  const redacted = redact(text);
  return redacted === text ? value : redacted;
}
