import type { Json, JsonObject } from './types.ts';

/** Returns the fields that have a value. */
export const dropUndefined = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
