import { type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import { simplifyName, toSingular } from '../names.ts';
import type { Proposal } from '../proposal.ts';
import { isOfType, listProperties, type SchemaView } from '../shape/schema-view.ts';

/** Names of keys, by preference. */
const KEY_NAMES = [
  'id',
  'uuid',
  'guid',
  'uid',
  'oid',
  'key',
  'identifier',
  'externalid',
  'iid',
  'slug',
  'arn',
  'sid',
  'urn',
  'number',
];

export interface KeyEvidence {
  /** Noun of the list, such as `projects`. */
  readonly noun: string;
  readonly view: SchemaView;
  readonly items?: readonly Json[];
}

const isScalar = (schema: JsonObject): boolean =>
  ['string', 'integer', 'number'].some((type) => isOfType(schema, type)) || schema['type'] === undefined;

/** Reports whether a member has the same value in two items. */
const hasRepeats = (items: readonly Json[], name: string): boolean => {
  const values = items.map((item) => JSON.stringify(readPath(item, [name])));
  return new Set(values).size < values.length;
};

/**
 * Proposes the member that identifies an item, by its name: `id`, or `<noun>_id`. A member whose value repeats in
 * `items`, or is missing, is not proposed.
 */
export function proposeKey(item: JsonObject, { noun, view, items = [] }: KeyEvidence): Proposal<string> | undefined {
  const names = listProperties(item)
    .filter(([name, schema]) => !/[.`]/.test(name) && isScalar(view.resolve(schema)))
    .map(([name]) => name);
  const singular = simplifyName(toSingular(noun));
  const own = ['id', 'uuid', 'key'].map((suffix) => `${singular}${suffix}`);
  const order = [...KEY_NAMES.slice(0, 5), ...own, ...KEY_NAMES.slice(5)];
  const found = order
    .flatMap((wanted) => names.find((name) => simplifyName(name) === wanted) ?? [])
    .find((name) => !hasRepeats(items, name));
  if (found === undefined) return undefined;
  return { value: found, confidence: 'high', reason: `the member ${found} of the items` };
}
