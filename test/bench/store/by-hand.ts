import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { scoreRecord } from '../../../engine/inventory/risk/index.ts';
import type { Finding } from './findings.ts';

/** Connection of the measured loads. */
export const CONNECTION = 'c';

// biome-ignore lint/suspicious/noExplicitAny: such a program has no types for its records.
type Loose = any;

const sha256 = (text: string) => createHash('sha256').update(text);
const PREFIX = sha256(CONNECTION).digest('hex').slice(0, 8);

/** Key and content hash of a record, and its text. */
export function identify({ record }: Finding) {
  const text = JSON.stringify(record);
  const key = PREFIX + sha256(`${CONNECTION}\0${record['externalFindingId']}`).digest('hex').slice(0, 24);
  return { key, text, hash: sha256(text).digest('base64url').slice(0, 22) };
}

export const COLUMNS = [
  ...['external_id', 'name', 'record', 'risk', 'raw', 'external_asset_id', 'product', 'severity', 'status'],
  ...['vendor_status', 'cwe', 'cvss', 'first_found_at', 'place'],
] as const;

/** Values of `COLUMNS`. */
export function readValues({ record, raw }: Finding, text: string): readonly (string | number | Uint8Array | null)[] {
  const one = record as Loose;
  const { cweId, cvss } = one.findingType.vulnerability;
  return [
    ...[one.externalFindingId, one.name, text, scoreRecord(record, one.findingStatus)],
    deflateRawSync(raw, { windowBits: 13, memLevel: 6, chunkSize: 2048 }),
    ...[one.externalAssetId, one.vendorProductName, one.severity, one.findingStatus, one.findingStatus],
    ...[cweId, cvss.cvss3Base, Date.parse(one.firstFoundOn), one.file],
  ];
}
