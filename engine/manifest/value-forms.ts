import { isObject } from '../base/json/types.ts';
import type { Clause, Computed } from './types.generated.ts';

const hasOnly = (value: object, ...keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));

/** Returns true for `{"expr": "<JSONata>"}`. In a JSON body, an object with other or further keys is data. */
export const isComputed = (value: unknown): value is Computed =>
  isObject(value) && typeof value['expr'] === 'string' && hasOnly(value, 'expr');

/** Returns true for `{"value": …, "when": "<JSONata>"}`, the conditional form of a value in a JSON body. */
export const isConditional = (value: unknown): value is Clause & { readonly when: string } =>
  isObject(value) && typeof value['when'] === 'string' && hasOnly(value, 'value', 'when');
