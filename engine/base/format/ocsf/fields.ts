import { dropUndefined, type Json, type JsonObject, readPath } from '../../json/index.ts';

/** Returns the text at a path of a record; undefined if there is none. */
export function readText(record: JsonObject, ...path: string[]): string | undefined {
  const value = readPath(record, path);
  return typeof value === 'string' ? value : undefined;
}

/** Returns the number at a path of a record; undefined if there is none. */
export function readNumber(record: JsonObject, ...path: string[]): number | undefined {
  const value = readPath(record, path);
  return typeof value === 'number' ? value : undefined;
}

/** Returns the texts of a list at a path of a record; undefined if there are none. */
export function readTexts(record: JsonObject, ...path: string[]): readonly string[] | undefined {
  const value = readPath(record, path);
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return texts.length > 0 ? texts : undefined;
}

/** Returns the instant at a path of a record in milliseconds, the form of timestamps in OCSF. */
export function readTimestamp(record: JsonObject, ...path: string[]): number | undefined {
  const time = Date.parse(readText(record, ...path) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** Returns the fields that have a value; undefined if none has. */
export function dropEmpty(fields: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const present = dropUndefined(fields);
  return Object.keys(present).length > 0 ? present : undefined;
}
