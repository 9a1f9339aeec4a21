import type { JsonObject } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import type { Manifest } from './types.generated.ts';

/** Keys that a manifest may omit and that parsing fills, by definition; `root` is the manifest itself. */
export const FILLED: Readonly<Record<string, readonly string[]>> = {
  root: ['maps'],
  about: ['source', 'vendorProductName', 'assetTypes', 'findingTypes'],
};

const toManifest = (value: unknown) => value as Manifest;

/** Fills the keys of `FILLED` in a value that matches the schema. */
export function fillDefaults(value: JsonObject): Manifest {
  const about = isObject(value['about']) ? value['about'] : {};
  const { vendor, product } = about;
  const constants = { source: vendor, vendorProductName: `${vendor} ${product}`, assetTypes: [], findingTypes: [] };
  return toManifest({ ...value, about: { ...constants, ...about }, maps: value['maps'] ?? {} });
}
