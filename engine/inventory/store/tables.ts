import type { Generated } from 'kysely';

/** Times are epoch milliseconds, truths are 0 or 1, JSON is text, hashes and sealed values are base64url: alike in both databases. */
type Flag = 0 | 1;

/** A connector instance: what is read, from whom, when. */
export interface ConnectionRow {
  id: string;
  name: string;
  description: string;
  /** Id of a catalogue connector, or the absolute path of a manifest. */
  connector: string;
  version: string;
  /** Settings without the secret ones, as the user gave them. */
  settings: string;
  /** `{assetTypes?, findingTypes?}`. */
  select: string;
  filters: string;
  /** Custom map's id by map name; a map that is not named is the default. */
  maps: string;
  /** See Schedule in engine/platform/schedule. */
  schedule: string;
  manual_only: Flag;
  active: Flag;
  /** Why it is paused, `{code, message, fix}`; null when it is not. */
  paused: string | null;
  preserve_absent: Flag;
  /** REGISTERED, SCHEDULED, PROCESSING, PROCESSED, ERRORED. */
  state: string;
  /** The slot that is due next; null when none is. */
  next_run_at: number | null;
  last_run_id: string | null;
  /** Where the next delta run begins, by stream and partition. */
  cursors: string;
  /** What its runs read, as a hash, and since when (epoch ms): what was seen before may be out of their sight. */
  scope: string | null;
  scope_since: number | null;
  /** Bound to the settings as they were tested; null when creation was forced. */
  tested_at: number | null;
  created_at: number;
  updated_at: number;
  /** Counts up with each change, so that two editors cannot overwrite each other. */
  revision: number;
}

/** One sealed secret of a connection: `sealed` opens only with the key, for the same connection, field and origin. */
export interface SecretRow {
  connection_id: string;
  field: string;
  origin: string;
  key_id: string;
  sealed: string;
  set_at: number;
}

/** What the last login of a connection left for the next one, and who may log in just now. */
export interface SessionRow {
  connection_id: string;
  /** The session of now, sealed; null when there is none. */
  session: string | null;
  /** What a rotating login keeps, sealed. */
  kept: string | null;
  /** Who holds the lease on logging in, and until when. */
  holder: string | null;
  leased_until: number;
  /** Counts up with each login. */
  revision: number;
}

/** A user's own map: a clone of a connector's default, edited. */
export interface TransformMapRow {
  id: string;
  name: string;
  connector: string;
  /** The name of the manifest's map that it stands for. */
  map: string;
  /** The connector's version that it was cloned from. */
  version: string;
  spec: string;
  created_at: number;
  updated_at: number;
}

/** A passed Test Connection, kept 15 minutes under a hash of the settings that it was made with. */
export interface CheckResultRow {
  settings_hash: string;
  result: string;
  at: number;
}

/** Append-only and hash-chained; says what was done, by whom, to what, and never a value. */
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

/** One sync of a connection. */
export interface RunRow {
  id: string;
  connection_id: string;
  /** schedule, catch-up, manual, retry; command: a `run` that does all in its own process, without set-up and slices. */
  reason: string;
  /** The schedule's slot that it is for; null when it was started by hand. */
  slot: number | null;
  /** PLANNED, PROCESSING, PROCESSED, ERRORED, CANCELLED. */
  state: string;
  /** Everything a worker needs, as it stood when the run was planned: manifest, settings, sealed secrets, maps, cursors. */
  setup: string;
  /** Index of the stream that is being read, in reading order. */
  stage: number;
  full: Flag;
  cancelled: Flag;
  /** How often it was begun: anew with each retry. */
  tries: Generated<number>;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  /** The run report, once finished. */
  report: string | null;
  /** The reason of an errored run, `{code, message, fix, stream, partition}`. */
  error: string | null;
}

/** A part of a run that one worker does at a time: some partitions of one stream, or the planning of a stage. */
export interface SliceRow {
  id: string;
  run_id: string;
  stage: number;
  /** Unique within the run's stage. */
  ordinal: number;
  /** Empty for the slice that plans the stage. */
  stream: string;
  /** Which of the stream's partitions it reads, see SlicePart in engine/platform/worker. */
  part: string;
  /** WAITING, RUNNING, DONE, FAILED, CANCELLED. */
  state: string;
  /** Fencing: a worker's writes count only while its attempt is the row's. */
  attempt: number;
  /** Errors in a row, without a page between them. */
  failures: number;
  /** Not to be taken before, epoch ms. */
  not_before: number;
  /** Behind the last whole page, with the meter so far; null before the first. */
  checkpoint: string | null;
  worker: string | null;
  leased_until: number | null;
  started_at: number | null;
  finished_at: number | null;
  error: string | null;
}

/** An item that later streams of the run refer to. */
export interface ParentRow {
  run_id: string;
  stream: string;
  /** Its place: the ordinal of the slice that read it, and where in it. */
  slice: number;
  seq: number;
  /** Unique within the run's stream: rows that move while they are paged come twice. */
  key: string;
  /** `{key, item, ancestors}`. */
  parent: string;
}

/** An item of a run that could not be mapped. */
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
  /** The items of its ancestors, by the names they have in expressions: what mapping it again needs. */
  scope: string;
  /** Set when a mended map could map it after all. */
  mended_at: number | null;
}

/** One request that a run sent: no header, no body, no query values. */
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

/** What was chosen for all connections, as JSON by name: `risk`, the formula. */
export interface PreferenceRow {
  name: string;
  value: string;
  updated_at: number;
}

/** A process that works, as it last said. */
export interface WorkerRow {
  id: string;
  host: string;
  pid: number;
  started_at: number;
  seen_at: number;
}

/** The latest starts under one credential's rate limit, which all workers share. */
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
  /** The record as it was mapped, JSON. */
  record: string;
  content_hash: string;
  first_seen_at: number;
  changed_at: number;
  /** The run that wrote it last. */
  run_id: string;
  /** When a complete run no longer had it; null while it is there. */
  gone_at: number | null;
  risk: number | null;
  /** The vendor's item, deflated; null where it was too big or not wanted. */
  raw: Uint8Array | null;
}

export interface AssetRow extends InventoryRow {
  source: string;
  vendor_asset_id: string | null;
  asset_type: string;
  criticality: string | null;
  url: string | null;
}

export interface FindingRow extends InventoryRow {
  external_asset_id: string;
  product: string;
  severity: number;
  /** As it stands: the vendor's, FIXED when a complete run no longer has it, REOPENED when it comes back. */
  status: string;
  /** The vendor's word for it, as it last said. */
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
  /** Its url or its file. */
  place: string | null;
}

/** When a row was last seen, by which run: narrow, so that an unchanged record costs no write of its row. */
export interface SeenRow {
  record_id: number;
  run_id: string;
  seen_at: number;
}

/** Each status that a finding had. */
export interface StatusRow {
  finding_id: number;
  at: number;
  run_id: string;
  status: string;
  /** vendor, absent, returned. */
  reason: string;
}

/** A migration that was executed on this store, as Kysely's `Migrator` records it. */
export interface MigrationRow {
  name: string;
  timestamp: string;
}

/** View: an asset as several connections of one vendor see it, by the vendor's own id. */
export interface AssetIdentityRow {
  source: string;
  vendor_key: string;
  /** The asset that was seen first. */
  asset_id: number;
  name: string;
  asset_type: string;
  assets: number;
  connections: number;
  first_seen_at: number;
  changed_at: number;
  /** Null while any connection has it. */
  gone_at: number | null;
  risk: number | null;
}

/** All tables; the migrations make them. */
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
  worker: WorkerRow;
  rate: RateRow;
  asset: AssetRow;
  asset_identity: AssetIdentityRow;
  finding: FindingRow;
  asset_seen: SeenRow;
  finding_seen: SeenRow;
  finding_status: StatusRow;
}
