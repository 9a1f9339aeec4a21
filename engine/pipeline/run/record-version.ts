import { type Json, type JsonObject, readPath } from '../../base/json/index.ts';
import { parseNanos, parseUtcMillis } from '../../base/time/index.ts';
import type { Replaces } from '../../inventory/store/store.ts';
import { type Duplicates, findDuplicatePolicy, type Manifest } from '../../manifest/index.ts';
import { FIRST_WINS, LAST_WINS } from './seen-identities.ts';

/** Version of a record: of two with the same identity, the later one wins if its version is at least as high. */
export type RecordVersion = (record: JsonObject) => number;

const NANOS_PER_MILLI = 1_000_000n;

/** Returns epoch milliseconds with a fraction: the same number for the same instant, however it is written. */
const parseInstant = (text: string): number | undefined => {
  const nanos = parseNanos(text);
  return nanos === undefined
    ? undefined
    : Number(nanos / NANOS_PER_MILLI) + Number(nanos % NANOS_PER_MILLI) / Number(NANOS_PER_MILLI);
};

/** Length of `2025-02-11T09:14:03.123Z`: the time that most maps give, without finer digits. */
const MILLIS_LENGTH = 24;

/** Converts a time or a number to a version; any other value is older than all of them. */
export function toVersion(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NEGATIVE_INFINITY;
  const millis = value.length === MILLIS_LENGTH ? parseUtcMillis(value) : undefined;
  if (millis !== undefined) return millis;
  if (value.trim() === '') return Number.NEGATIVE_INFINITY;
  const number = Number(value);
  return Number.isFinite(number) ? number : (parseInstant(value) ?? Number.NEGATIVE_INFINITY);
}

/** Returns the versions of each entity's records, by the policy of its maps. */
export function createRecordVersions(manifest: Manifest): (entity: string) => RecordVersion {
  const versions = new Map<string, RecordVersion>();
  return (entity) => {
    const known = versions.get(entity) ?? compileVersion(findDuplicatePolicy(manifest, entity));
    versions.set(entity, known);
    return known;
  };
}

/** Returns whether a record replaces one of the same run and identity, by the policy of its entity. */
export function createReplaces(manifest: Manifest): Replaces {
  const versionOf = createRecordVersions(manifest);
  return (entity, stored, next) => versionOf(entity)(next) >= versionOf(entity)(stored);
}

/** Compiles a policy to the versions of its records. */
export function compileVersion(policy: Duplicates): RecordVersion {
  if (policy === 'first') return () => FIRST_WINS;
  if (policy === 'last') return () => LAST_WINS;
  const path = policy.newestBy.split('.');
  return (record) => toVersion(readPath(record, path));
}
