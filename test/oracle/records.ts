/**
 * Records of the contract as the oracle writes them, and the rules for the tables of all connectors:
 *
 * | rule | reading |
 * | --- | --- |
 * | absent | a source that is missing, `null`, `""`, or an empty list leaves the target field out; so does an object whose members are all absent |
 * | ids | numbers become their decimal digits |
 * | times | RFC 3339 UTC, cut to three fraction digits. Zone-less report times are local times of `report_time_zone`; an hour that occurs twice is its first occurrence, one that is skipped moves forward |
 * | cweId | `CWE-<n>` for an integer above 0 |
 * | cveId | only values that match `CVE-<4 digits>-<4 or more digits>` |
 * | plain text | base64 decoded (where the table says so), tags removed, then entities decoded once, invisible characters (U+200B, U+2060, U+FEFF …) dropped, runs of white space made one space, ends trimmed. `<` before a space is text, not a tag. (The data has no block element inside a text, so it does not matter whether one is a space or a line break) |
 * | verbatim | the text exactly as the vendor sends it |
 * | order | parents in the order of the vendor's list, then their findings in list order; repeats of an identity dropped, the first one wins |
 */
export interface AssetDetail {
  name: string;
  description?: string;
  criticality?: string;
  businessUnit?: string;
  owners?: string[];
  tags?: string[];
  createdOn?: string;
  lastUpdatedOn?: string;
  lastScannedOn?: string;
}

/** Asset of contract §4. */
export interface AssetRecord {
  externalAssetId: string;
  assetType: string;
  source: string;
  vendorAssetId?: string;
  assetDetail: AssetDetail;
  repoUrl?: string;
  webAppUrl?: string;
  webAppName?: string;
}

/** Vulnerability part of a finding. */
export interface Vulnerability {
  cveId?: string;
  cweId?: string;
  cvss?: { cvss3Base?: number; vector?: string };
}

/** Finding of contract §4. */
export interface FindingRecord {
  externalFindingId: string;
  externalAssetId: string;
  vendorProductName: string;
  name: string;
  severity: number;
  findingStatus: string;
  description?: string;
  firstFoundOn?: string;
  lastFoundOn?: string;
  fixedOn?: string;
  findingType?: { vulnerability: Vulnerability };
  port?: number;
  protocol?: string;
  subType?: string;
  detectionResult?: string;
  url?: string;
  method?: string;
  parameter?: string;
  file?: string;
  line?: number;
  component?: { name?: string; version?: string; language?: string };
  epss?: number;
  solution?: string;
  references?: string[];
}

/** Expected reject: its reason and the vendor's literal value. */
export interface Rejected {
  reason: 'status' | 'severity' | 'parent';
  value: string;
  item: unknown;
}

/** Expected output of a run, as generators, so that a million records need little memory. */
export interface Expected {
  assets(): Generator<AssetRecord>;
  findings(): Generator<FindingRecord>;
  /** Yields all rejected items in the same order, including repeats. */
  rejects(): Generator<Rejected>;
}

/** Outcome of one item. */
export type Outcome = { record: FindingRecord } | { reject: Rejected };

/** Reject for an unmapped value. */
export const unknownValue = (reason: Rejected['reason'], value: unknown, item: unknown): Outcome => ({
  reject: { reason, value: String(value), item },
});

/** Combines assets and outcomes into the expected output. Vendors send repeats of an item consecutively. */
export const expectedOf = (assets: () => Generator<AssetRecord>, outcomes: () => Generator<Outcome>): Expected => ({
  assets,
  *findings() {
    let last = '';
    for (const outcome of outcomes()) {
      if (!('record' in outcome) || outcome.record.externalFindingId === last) continue;
      last = outcome.record.externalFindingId;
      yield outcome.record;
    }
  },
  *rejects() {
    for (const outcome of outcomes()) if ('reject' in outcome) yield outcome.reject;
  },
});

/** Returns a record without empty members. */
export const present = <T extends object>(draft: { [K in keyof T]: T[K] | undefined }): T => {
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(draft)) if (value !== undefined) record[key] = value;
  return record as T;
};

/** Returns a record without empty members, or undefined if no member remains. */
export const presentOrNothing = <T extends object>(draft: { [K in keyof T]: T[K] | undefined }): T | undefined => {
  const record = present<T>(draft);
  return Object.keys(record).length === 0 ? undefined : record;
};
