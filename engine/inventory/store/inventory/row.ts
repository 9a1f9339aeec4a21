import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { recordRisk } from '../../risk/index.ts';
import type { InventoryRecord } from '../store.ts';
import { type ColumnKind, columnsOf, derivedColumns, type Entity, type Value } from './columns.ts';

/** An item that is bigger is not kept beside its record. */
const RAW_CHARACTERS = 256 * 1024;
/** 132 bits of SHA-256: what differs, differs here. */
const HASH_CHARACTERS = 22;

/** A record on its way into a table. Its columns are derived only when it is written. */
export interface Row {
  readonly externalId: string;
  /** The vendor's status; empty for an asset. */
  readonly status: string;
  readonly hash: string;
  readonly source: InventoryRecord;
  readonly text: string;
}

/** A page's record as a row. */
export function rowOf(entity: Entity, source: InventoryRecord): Row {
  const { record } = source;
  const text = JSON.stringify(record);
  return {
    externalId: String(record[entity === 'asset' ? 'externalAssetId' : 'externalFindingId']),
    status: entity === 'asset' ? '' : String(record['findingStatus']),
    hash: hash('sha256', text, 'base64url').slice(0, HASH_CHARACTERS),
    source,
    text,
  };
}

/** zlib's own buffers are a quarter of a megabyte for each call, far more than an item: these are a tenth of that. */
const SMALL_ITEMS = { windowBits: 13, memLevel: 6, chunkSize: 2048 } as const;

const packed = (raw: string | undefined): Uint8Array | null =>
  raw === undefined || raw.length > RAW_CHARACTERS ? null : deflateRawSync(raw, SMALL_ITEMS);

/** The vendor's item as it is kept in `raw`, as JSON text again. */
export const unpackRaw = (raw: Uint8Array): string => inflateRawSync(raw).toString('utf8');

/** What a page says about all of its rows. */
export interface RowContext {
  readonly connectionId: string;
  readonly runId: string;
  readonly at: number;
}

/** Columns that every write of a row sets, with their kinds. */
export const writtenColumns = (entity: Entity): readonly (readonly [name: string, kind: ColumnKind])[] => [
  ['record', 'text'],
  ['content_hash', 'text'],
  ['risk', 'real'],
  ['raw', 'bytes'],
  ...derivedColumns(entity),
  ...(entity === 'finding' ? ([['status', 'text']] as const) : []),
];

/** Until the run ends, which knows the asset's criticality as well (`recomputeRisk`); an asset's is its findings'. */
const riskOf = (entity: Entity, { record, risk }: InventoryRecord, status: string): number | null =>
  risk ?? (entity === 'finding' ? recordRisk(record, status) : null);

/** The values of `writtenColumns`, in their order. */
export function writtenValues(entity: Entity, row: Row, status: string): Value[] {
  const { source, text, hash: contentHash } = row;
  const values: Value[] = [text, contentHash, riskOf(entity, source, status), packed(source.raw)];
  values.push(...columnsOf(entity, source.record));
  if (entity === 'finding') values.push(status);
  return values;
}
