import type { Json, JsonObject } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';

/** Current version of the manifest format. */
export const MANIFEST_VERSION = 2;

/** Converts a manifest from one version of the format to the next. Pure and total. */
type ManifestMigration = (manifest: JsonObject) => JsonObject;

const mapValues = (value: Json | undefined, change: (member: Json) => Json): Json | undefined =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)])) : value;

const setMember = (holder: JsonObject, key: string, value: Json | undefined): JsonObject =>
  value === undefined || value === holder[key] ? holder : { ...holder, [key]: value };

// In version 0, the fields of a map were a list of objects with a target.
const keyFieldsByTarget = (fields: readonly Json[]): Json =>
  Object.fromEntries(
    fields.filter(isObject).map(({ target, ...field }) => {
      const isPlain = Object.keys(field).join() === 'value' && field['value'] !== undefined;
      return [String(target), isPlain ? (field['value'] as Json) : field];
    }),
  );

const upgradeMap = (map: Json): Json =>
  isObject(map) && Array.isArray(map['fields']) ? { ...map, fields: keyFieldsByTarget(map['fields']) } : map;

const changeMember = (holder: JsonObject, key: string, change: (member: Json | undefined) => Json | undefined) =>
  setMember(holder, key, change(holder[key]));

// In version 1, there was a single rate limit.
const listRateLimits: ManifestMigration = (manifest) =>
  changeMember(manifest, 'defaults', (defaults) =>
    isObject(defaults) ? changeMember(defaults, 'rateLimit', (limit) => (isObject(limit) ? [limit] : limit)) : defaults,
  );

// In version 1, the cursor was a dotted path; it is an expression now, in which unusual names are quoted.
const quoteStep = (step: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? step : `\`${step}\``);

const toPathExpression = (path: string): string =>
  path.split('.').reduce((text, step) => {
    if (/^\d+$/.test(step) && text !== '') return `${text}[${step}]`;
    return text === '' ? quoteStep(step) : `${text}.${quoteStep(step)}`;
  }, '');

function upgradeStreamCursor(stream: Json): Json {
  const incremental = isObject(stream) ? stream['incremental'] : undefined;
  if (!isObject(stream) || !isObject(incremental)) return stream;
  const { cursor } = incremental;
  if (typeof cursor !== 'string') return stream;
  return { ...stream, incremental: { ...incremental, cursor: toPathExpression(cursor) } };
}

const upgradeCursors: ManifestMigration = (manifest) =>
  setMember(manifest, 'streams', mapValues(manifest['streams'], upgradeStreamCursor));

// In version 1, a stream had one parent, with the limits of its partitions beside it.
const upgradePartition = (stream: Json): Json => {
  if (!isObject(stream) || !isObject(stream['partition'])) return stream;
  const { partition, ...rest } = stream;
  const { concurrency, skipOn, ...source } = partition as JsonObject;
  return {
    ...rest,
    partitions: [source],
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(skipOn === undefined ? {} : { skipOn }),
  };
};

const upgradePartitions: ManifestMigration = (manifest) =>
  setMember(manifest, 'streams', mapValues(manifest['streams'], upgradePartition));

// In version 1, a client that authenticates with a Basic header was called "header".
function renameClientAuth(auth: Json): Json {
  if (!isObject(auth)) return auth;
  const { choices } = auth;
  if (Array.isArray(choices))
    return {
      ...auth,
      choices: choices.map((choice) =>
        isObject(choice) && choice['auth'] !== undefined
          ? { ...choice, auth: renameClientAuth(choice['auth']) }
          : choice,
      ),
    };
  return auth['clientAuth'] === 'header' ? { ...auth, clientAuth: 'basic' } : auth;
}

const renameClientAuths: ManifestMigration = (manifest) =>
  changeMember(manifest, 'auth', (auth) => (auth === undefined ? auth : renameClientAuth(auth)));

// In version 1, a job had a single file, which "fetch" read.
function upgradeStreamJob(stream: Json): Json {
  const job = isObject(stream) ? stream['job'] : undefined;
  if (!isObject(stream) || !isObject(job) || job['fetch'] === undefined) return stream;
  const { fetch: request, ...rest } = job;
  return { ...stream, job: { ...rest, files: { request: request ?? null } } };
}

const upgradeJobs: ManifestMigration = (manifest) =>
  setMember(manifest, 'streams', mapValues(manifest['streams'], upgradeStreamJob));

/** Changes of version 2, each to another part of the manifest. */
const VERSION_2: readonly ManifestMigration[] = [
  listRateLimits,
  upgradeCursors,
  upgradePartitions,
  renameClientAuths,
  upgradeJobs,
];

/** Version → migration to the next version. */
const MIGRATIONS: Readonly<Record<number, ManifestMigration>> = {
  0: (manifest) => setMember(manifest, 'maps', mapValues(manifest['maps'], upgradeMap)),
  1: (manifest) => VERSION_2.reduce((changed, change) => change(changed), manifest),
};

/** Manifest in the current version, and its original version if it was older. */
export interface UpgradeResult {
  readonly value: Json;
  readonly upgradedFrom?: number;
}

const isOlder = (version: Json | undefined): version is number =>
  typeof version === 'number' && Number.isInteger(version) && version >= 0 && version < MANIFEST_VERSION;

/** Upgrades a manifest to the current version, one migration at a time. Returns any other value unchanged. Never throws. */
export function upgradeManifest(value: Json): UpgradeResult {
  if (!isObject(value) || !isOlder(value['manifestVersion'])) return { value };
  const from = value['manifestVersion'];
  let manifest = value;
  for (let version = from; version < MANIFEST_VERSION; version++)
    manifest = { ...(MIGRATIONS[version]?.(manifest) ?? manifest), manifestVersion: version + 1 };
  return { value: manifest, upgradedFrom: from };
}
