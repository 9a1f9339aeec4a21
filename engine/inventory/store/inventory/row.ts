import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { scoreRecord } from '../../risk/index.ts';
import type { EntityRecord, InventoryRecord } from '../store.ts';
import {
  type ColumnKind,
  type ColumnValue,
  type Entity,
  listDerivedColumns,
  type RecordTable,
  readColumns,
} from './columns.ts';
import type { RecordKey } from './record-key.ts';

/** Larger items are not stored with their record. */
const RAW_CHARACTERS = 256 * 1024;
/** 132 bits of SHA-256, enough to rule out collisions. */
const HASH_CHARACTERS = 22;

/** Record to be written to a table. Its columns are derived only on write. */
export interface WritableRow {
  readonly externalId: string;
  /** See record-key.ts. */
  readonly key: string;
  /** Status of the vendor; empty if it is not a finding. */
  readonly status: string;
  readonly hash: string;
  readonly source: InventoryRecord;
  readonly text: string;
}

const isEntityRecord = (source: InventoryRecord): source is EntityRecord => 'entity' in source;

/** Returns the identifier of a record, unique in its table and connection. Names of entities contain no slash. */
export function readExternalId(table: RecordTable, source: InventoryRecord): string {
  if (isEntityRecord(source)) return `${source.entity}/${source.identity ?? `#${source.position}`}`;
  return String(source.record[table === 'asset' ? 'externalAssetId' : 'externalFindingId']);
}

/** Returns the entity of a record. */
export const readEntity = (table: RecordTable, source: InventoryRecord): string =>
  isEntityRecord(source) ? source.entity : table;

/** Converts a page's record to a row; `keyOf` computes the keys of the page's connection. */
export function toRow(table: RecordTable, source: InventoryRecord, keyOf: RecordKey): WritableRow {
  const { record } = source;
  const text = JSON.stringify(record);
  const externalId = readExternalId(table, source);
  return {
    externalId,
    key: keyOf(externalId),
    status: table === 'finding' ? String(record['findingStatus']) : '',
    hash: hash('sha256', text, 'base64url').slice(0, HASH_CHARACTERS),
    source,
    text,
  };
}

/** zlib allocates a quarter of a megabyte per call by default, far more than an item; these buffers are a tenth of that. */
const SMALL_ITEMS = { windowBits: 13, memLevel: 6, chunkSize: 2048 } as const;

const packRaw = (raw: string | undefined): Uint8Array | null =>
  raw === undefined || raw.length > RAW_CHARACTERS ? null : deflateRawSync(raw, SMALL_ITEMS);

/** Returns the vendor's item stored in `raw` as JSON text. */
export const unpackRaw = (raw: Uint8Array): string => inflateRawSync(raw).toString('utf8');

/** Values that all rows of a page share. */
export interface RowContext {
  readonly connectionId: string;
  readonly runId: string;
  readonly at: number;
}

const ENTITY_RECORD: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['record', 'text'],
  ['external_id', 'text'],
  ['entity', 'text'],
  ['identity', 'text'],
];

/** Columns that every write of a row sets, with their kinds. */
export const listWrittenColumns = (table: RecordTable): readonly (readonly [name: string, kind: ColumnKind])[] =>
  table === 'entity_record'
    ? ENTITY_RECORD
    : [
        ['record', 'text'],
        ['risk', 'real'],
        ['raw', 'bytes'],
        ...listDerivedColumns(table),
        ...(table === 'finding' ? ([['status', 'text']] as const) : []),
      ];

/** Preliminary risk; `recomputeRisk` at the end of the run also uses the asset's criticality and computes assets. */
const computeRisk = (entity: Entity, { record, risk }: InventoryRecord, status: string): number | null =>
  risk ?? (entity === 'finding' ? scoreRecord(record, status) : null);

/** Returns the values of `listWrittenColumns`, in order. */
export function listWrittenValues(table: RecordTable, row: WritableRow, status: string): ColumnValue[] {
  const { source, text, externalId } = row;
  if (table === 'entity_record') {
    const identity = isEntityRecord(source) ? source.identity : undefined;
    return [text, externalId, readEntity(table, source), identity ?? null];
  }
  const values: ColumnValue[] = [text, computeRisk(table, source, status), packRaw(source.raw)];
  values.push(...readColumns(table, source.record));
  if (table === 'finding') values.push(status);
  return values;
}
