import { hash } from 'node:crypto';
import type { Store } from '../store.ts';

/** Hexadecimal characters of the key that the connection determines, so that its rows are neighbours in the index. */
const CONNECTION_CHARACTERS = 8;
const IDENTITY_CHARACTERS = 24;

/** Computes a record's key, 32 hexadecimal characters, from its identifier. */
export type RecordKey = (externalId: string) => string;

/**
 * Returns the keys of a connection's records: 32 bits of the hash of the connection and 96 of the hash of both. A single
 * column with a unique index: databases choose that index even while their statistics do not know the connection. Migration
 * 0009 computes the same keys.
 */
export function createRecordKey(connectionId: string): RecordKey {
  const prefix = hash('sha256', connectionId, 'hex').slice(0, CONNECTION_CHARACTERS);
  return (externalId) => prefix + hash('sha256', `${connectionId}\0${externalId}`, 'hex').slice(0, IDENTITY_CHARACTERS);
}

/** Returns the value of a key's column: a UUID's text on PostgreSQL, bytes on SQLite. */
export const toKeyColumn = (kind: Store['kind'], key: string): string | Uint8Array =>
  kind === 'postgres' ? key : Buffer.from(key, 'hex');
