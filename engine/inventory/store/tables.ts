import type { Generated } from 'kysely';

/** Times are epoch milliseconds, booleans are 0 or 1, JSON is text, hashes and sealed values are base64url, in both databases. */
type Flag = 0 | 1;

/** Connection to a vendor: its connector, settings and schedule. */
export interface ConnectionRow {
  id: string;
  name: string;
  description: string;
  /** Id of a catalogue connector, or the absolute path of a manifest. */
  connector: string;
  version: string;
  /** Non-secret settings, as the user entered them. */
  settings: string;
  /** `{assetTypes?, findingTypes?}`. */
  select: string;
  filters: string;
  /** Custom map id by map name; unlisted maps use the default. */
  maps: string;
  /** See Schedule in engine/platform/schedule. */
  schedule: string;
  manual_only: Flag;
  active: Flag;
  /** Reason of a pause, `{code, message, fix}`; null if it is not paused. */
  paused: string | null;
  preserve_absent: Flag;
  /** REGISTERED, SCHEDULED, PROCESSING, PROCESSED, ERRORED. */
  state: string;
  /** Next due slot; null if there is none. */
  next_run_at: number | null;
  last_run_id: string | null;
  /** Start of the next delta run, by stream and partition. */
  cursors: string;
  /** Hash of the scope that its runs read, and since when (epoch ms): records seen earlier may be outside it. */
  scope: string | null;
  scope_since: number | null;
  /** Bound to the settings as tested; null if creation was forced. */
  tested_at: number | null;
  created_at: number;
  updated_at: number;
  /** Incremented with each change, so that concurrent edits do not overwrite each other. */
  revision: number;
}

/** Encrypted secret of a connection; `sealed` is bound to the key, connection, field and origin. */
export interface SecretRow {
  connection_id: string;
  field: string;
  origin: string;
  key_id: string;
  sealed: string;
  set_at: number;
}

/** Session of a connection's last login, and the lease on logging in. */
export interface SessionRow {
  connection_id: string;
  /** Current session, sealed; null if there is none. */
  session: string | null;
  /** Secrets that a rotating login stores, sealed. */
  kept: string | null;
  /** Holder of the lease on logging in, and its expiry. */
  holder: string | null;
  leased_until: number;
  /** Incremented with each login. */
  revision: number;
}

/** Custom map: an edited clone of a connector's default. */
export interface TransformMapRow {
  id: string;
  name: string;
  connector: string;
  /** Name of the manifest's map that it replaces. */
  map: string;
  /** Version of the connector that it was cloned from. */
  version: string;
  spec: string;
  created_at: number;
  updated_at: number;
}

/** Passed Test Connection, stored for 15 minutes under a hash of its settings. */
export interface CheckResultRow {
  settings_hash: string;
  result: string;
  at: number;
}

/** Append-only, hash-chained log of actions: what, by whom, on what; never a value. */
export interface AuditRow {
  seq: Generated<number>;
  at: number;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  previous: string;
  hash: string;
}

/** Sync run of a connection. */
export interface RunRow {
  id: string;
  connection_id: string;
  /** schedule, catch-up, manual, retry; command: a `run` in a single process, without setup and slices. */
  reason: string;
  /** Slot of the schedule; null for a manual run. */
  slot: number | null;
  /** PLANNED, PROCESSING, PROCESSED, ERRORED, CANCELLED. */
  state: string;
  /** Everything a worker needs, as of planning: manifest, settings, sealed secrets, maps, cursors. */
  setup: string;
  /** Index of the current stream, in reading order. */
  stage: number;
  full: Flag;
  cancelled: Flag;
  /** Number of starts: incremented with each retry. */
  tries: Generated<number>;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  /** Run report of a finished run. */
  report: string | null;
  /** Reason of an errored run, `{code, message, fix, stream, partition}`. */
  error: string | null;
}

/** Part of a run that one worker reads at a time: partitions of one stream, or the planning of a stage. */
export interface SliceRow {
  id: string;
  run_id: string;
  stage: number;
  /** Unique within the run's stage. */
  ordinal: number;
  /** Empty for the slice that plans the stage. */
  stream: string;
  /** Partitions of the stream that it reads, see SlicePart in engine/platform/worker. */
  part: string;
  /** WAITING, RUNNING, DONE, FAILED, CANCELLED. */
  state: string;
  /** Fencing token: a worker's writes are valid only while its attempt matches the row's. */
  attempt: number;
  /** Consecutive errors without a page in between. */
  failures: number;
  /** Earliest start, epoch ms. */
  not_before: number;
  /** Checkpoint after the last complete page, with the counters so far; null before the first. */
  checkpoint: string | null;
  /** Id of the worker that runs it. */
  worker: string | null;
  started_at: number | null;
  finished_at: number | null;
  error: string | null;
  /** RequestRetry as JSON: the next retry that a request waits for, without secrets. Meaningful while the slice is RUNNING. */
  request_retry: string | null;
}

/** Item that later streams of the run refer to. */
export interface ParentRow {
  run_id: string;
  stream: string;
  /** Position: the ordinal of the slice that read it, and the index within it. */
  slice: number;
  seq: number;
  /** Unique within the run's stream: rows that move during paging occur twice. */
  key: string;
  /** `{key, item, ancestors}`. */
  parent: string;
}

/** Item of a run that could not be mapped. */
export interface RejectRow {
  id: Generated<number>;
  run_id: string;
  connection_id: string;
  slice_id: string | null;
  entity: string;
  stream: string;
  pointer: string;
  code: string;
  message: string;
  fix: string;
  item: string;
  /** Ancestors of the item, time window and cursor, by their names in expressions, needed to map it again. */
  scope: string;
  /** Key of the partition that it was read in; null in rows of earlier versions. */
  parent_key: string | null;
  /** Set when a fixed map could map it. */
  mended_at: number | null;
}

/** One of the first items of a stream, from the last run of the connection that read any. Secrets are redacted. */
export interface SampleItemRow {
  id: Generated<number>;
  connection_id: string;
  run_id: string;
  stream: string;
  item: string;
  /** Ancestors of the item, time window and cursor, by their names in expressions. */
  scope: string;
}

/** Request that a run sent, without headers, body and query values. */
export interface RequestRow {
  id: Generated<number>;
  run_id: string;
  stream: string;
  at: number;
  method: string;
  path: string;
  status: number | null;
  ms: number;
  attempt: number;
  error: string | null;
}

/** Settings for all connections, as JSON by name: `risk` is the formula. */
export interface PreferenceRow {
  name: string;
  value: string;
  updated_at: number;
}

/** Latest request starts under one credential's rate limit, shared by all workers. */
export interface RateRow {
  key: string;
  /** See Bucket in engine/pipeline/retry. */
  bucket: string;
}

interface InventoryRow {
  id: Generated<number>;
  connection_id: string;
  external_id: string;
  name: string;
  /** Mapped record, JSON. */
  record: string;
  first_seen_at: number;
  changed_at: number;
  /** Run that last wrote it. */
  run_id: string;
  /** Time at which a complete run no longer contained it; null while it exists. */
  gone_at: number | null;
  risk: number | null;
  /** Item of the vendor, deflated; null if it is too large or not stored. */
  raw: Uint8Array | null;
}

export interface AssetRow extends InventoryRow {
  source: string;
  vendor_asset_id: string | null;
  asset_type: string;
  criticality: string | null;
  url: string | null;
  fqdn: string | null;
  /** Several values are packed, see inventory/packed.ts; so are those of cve and cwe. */
  ip_addresses: string | null;
  operating_system: string | null;
}

export interface FindingRow extends InventoryRow {
  external_asset_id: string;
  product: string;
  severity: number;
  /** Current status: the vendor's, FIXED if a complete run no longer contains it, REOPENED if it returns. */
  status: string;
  /** Vendor's status, as of its last change. */
  vendor_status: string;
  cve: string | null;
  cwe: string | null;
  cvss: number | null;
  epss: number | null;
  first_found_at: number | null;
  last_found_at: number | null;
  fixed_at: number | null;
  sub_type: string | null;
  component: string | null;
  /** URL or file. */
  place: string | null;
}

/** Record of an entity other than assets and findings. */
export interface EntityRecordRow {
  id: Generated<number>;
  connection_id: string;
  /** Entity and identity, or for a record without one its run and position; unique in the connection. */
  external_id: string;
  entity: string;
  /** Null for an entity without an identity, whose records each run appends. */
  identity: string | null;
  /** Record as the map or the vendor created it, JSON. */
  record: string;
  first_seen_at: number;
  changed_at: number;
  /** Run that last wrote it. */
  run_id: string;
  /** Time at which a complete run no longer contained it; null while it exists. */
  gone_at: number | null;
}

/**
 * Key and content of a row, and the time and run that last saw it: a narrow table, so that an unchanged record neither reads nor
 * rewrites its row.
 */
export interface SeenRow {
  record_id: number;
  run_id: string;
  seen_at: number;
  /** See inventory/record-key.ts; unique. A UUID on PostgreSQL, its 16 bytes on SQLite. */
  key: string | Uint8Array;
  /** Hash of the record; null while the row is absent, so that its next sighting reads it. */
  content_hash: string | null;
}

/** Status history of findings. */
export interface StatusRow {
  finding_id: number;
  at: number;
  run_id: string;
  status: string;
  /** vendor, absent, returned. */
  reason: string;
}

/** Executed migration, as Kysely's `Migrator` records it. */
export interface MigrationRow {
  name: string;
  timestamp: string;
}

/** View: an asset across the connections of one vendor, by the vendor's own id. */
export interface AssetIdentityRow {
  source: string;
  vendor_key: string;
  /** Asset that was seen first. */
  asset_id: number;
  name: string;
  asset_type: string;
  assets: number;
  connections: number;
  first_seen_at: number;
  changed_at: number;
  /** Null while any connection contains it. */
  gone_at: number | null;
  risk: number | null;
}

/** All tables; the migrations create them. */
export interface Tables {
  schema_migration: MigrationRow;
  connection: ConnectionRow;
  secret: SecretRow;
  session: SessionRow;
  transform_map: TransformMapRow;
  check_result: CheckResultRow;
  preference: PreferenceRow;
  audit: AuditRow;
  run: RunRow;
  slice: SliceRow;
  parent: ParentRow;
  reject: RejectRow;
  request: RequestRow;
  sample_item: SampleItemRow;
  rate: RateRow;
  asset: AssetRow;
  asset_identity: AssetIdentityRow;
  finding: FindingRow;
  entity_record: EntityRecordRow;
  asset_seen: SeenRow;
  finding_seen: SeenRow;
  entity_record_seen: SeenRow;
  finding_status: StatusRow;
}
