import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { scoreRecord } from '../../risk/index.ts';
import type { InventoryRecord } from '../store.ts';
import { type ColumnKind, type ColumnValue, type Entity, listDerivedColumns, readColumns } from './columns.ts';

/** An item that is bigger is not kept beside its record. */
const RAW_CHARACTERS = 256 * 1024;
/** 132 bits of SHA-256: what differs, differs here. */
const HASH_CHARACTERS = 22;

/** A record on its way into a table. Its columns are derived only when it is written. */
export interface WritableRow {
  readonly externalId: string;
  /** The vendor's status; empty for an asset. */
  readonly status: string;
  readonly hash: string;
  readonly source: InventoryRecord;
  readonly text: string;
}

/** A page's record as a row. */
export function toRow(entity: Entity, source: InventoryRecord): WritableRow {
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

const packRaw = (raw: string | undefined): Uint8Array | null =>
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
export const listWrittenColumns = (entity: Entity): readonly (readonly [name: string, kind: ColumnKind])[] => [
  ['record', 'text'],
  ['content_hash', 'text'],
  ['risk', 'real'],
  ['raw', 'bytes'],
  ...listDerivedColumns(entity),
  ...(entity === 'finding' ? ([['status', 'text']] as const) : []),
];

/** Until the run ends, which knows the asset's criticality as well (`recomputeRisk`); an asset's is its findings'. */
const computeRisk = (entity: Entity, { record, risk }: InventoryRecord, status: string): number | null =>
  risk ?? (entity === 'finding' ? scoreRecord(record, status) : null);

/** The values of `listWrittenColumns`, in their order. */
export function listWrittenValues(entity: Entity, row: WritableRow, status: string): ColumnValue[] {
  const { source, text, hash: contentHash } = row;
  const values: ColumnValue[] = [text, contentHash, computeRisk(entity, source, status), packRaw(source.raw)];
  values.push(...readColumns(entity, source.record));
  if (entity === 'finding') values.push(status);
  return values;
}
