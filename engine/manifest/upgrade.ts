import type { Json, JsonObject } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';

/** The version of the vocabulary that this Mapwright speaks. */
export const MANIFEST_VERSION = 1;

/** Takes a manifest of one version; gives the same manifest in the words of the next. Pure and total. */
type ManifestMigration = (manifest: JsonObject) => JsonObject;

const mapValues = (value: Json | undefined, change: (member: Json) => Json): Json | undefined =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)])) : value;

const setMember = (holder: JsonObject, key: string, value: Json | undefined): JsonObject =>
  value === undefined || value === holder[key] ? holder : { ...holder, [key]: value };

// Version 0 was the vocabulary's draft: a map's fields were a list, each with its target inside.
const keyFieldsByTarget = (fields: readonly Json[]): Json =>
  Object.fromEntries(
    fields.filter(isObject).map(({ target, ...field }) => {
      const isPlain = Object.keys(field).join() === 'value' && field['value'] !== undefined;
      return [String(target), isPlain ? (field['value'] as Json) : field];
    }),
  );

const upgradeMap = (map: Json): Json =>
  isObject(map) && Array.isArray(map['fields']) ? { ...map, fields: keyFieldsByTarget(map['fields']) } : map;

/** Version → what makes the next version of it. A new version is one more row here. */
const MIGRATIONS: Readonly<Record<number, ManifestMigration>> = {
  0: (manifest) => setMember(manifest, 'maps', mapValues(manifest['maps'], upgradeMap)),
};

/** A manifest in today's words, and the version that it was written in when that was an older one. */
export interface UpgradeResult {
  readonly value: Json;
  readonly upgradedFrom?: number;
}

const isOlder = (version: Json | undefined): version is number =>
  typeof version === 'number' && Number.isInteger(version) && version >= 0 && version < MANIFEST_VERSION;

/** Moves a manifest up to today's version, one migration at a time; anything else comes back as it is. Never throws. */
export function upgradeManifest(value: Json): UpgradeResult {
  if (!isObject(value) || !isOlder(value['manifestVersion'])) return { value };
  const from = value['manifestVersion'];
  let manifest = value;
  for (let version = from; version < MANIFEST_VERSION; version++)
    manifest = { ...(MIGRATIONS[version]?.(manifest) ?? manifest), manifestVersion: version + 1 };
  return { value: manifest, upgradedFrom: from };
}
