/* Generated from studio/server/schemas/ by `npm run gen:api`: edit the schemas, never this file. */

/**
 * ok; empty: optional and without a value; missing: required and without a value; unmapped: the enum does not hold it; type: a conversion or the target schema refuses it; error: the expression fails.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TargetStatus".
 */
export type TargetStatus = 'ok' | 'empty' | 'missing' | 'unmapped' | 'type' | 'error';
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "LocalTime".
 */
export type LocalTime = string;
/**
 * IANA name of the time zone.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ZoneName".
 */
export type ZoneName = string;
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "LocalDate".
 */
export type LocalDate = string;
/**
 * When a connection runs. Times are local to the zone, whatever daylight saving does.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export type Schedule = Once | Interval | CronSchedule;

export interface Api {}
/**
 * What went wrong, by the code of the error catalogue, and what to do.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ErrorBody".
 */
export interface ErrorBody {
  code: string;
  message: string;
  fix: string;
  where?: string;
}
/**
 * The answer to every request that fails.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Failure".
 */
export interface Failure {
  error: ErrorBody;
}
/**
 * One problem of a manifest, at its place.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Issue".
 */
export interface Issue {
  rule: string;
  severity: 'error' | 'warning';
  /**
   * Into the manifest.
   */
  path: string;
  message: string;
  fix: string;
  /**
   * Characters into the expression, the template, or a text that is not JSON.
   */
  position?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ValidateRequest".
 */
export interface ValidateRequest {
  /**
   * A manifest's text.
   */
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ValidateAnswer".
 */
export interface ValidateAnswer {
  issues: Issue[];
  /**
   * None of the issues is an error.
   */
  valid: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewRequest".
 */
export interface PreviewRequest {
  /**
   * The manifest's text, as it is in the editor.
   */
  manifest: string;
  /**
   * Name of the map.
   */
  map: string;
  /**
   * A whole response body, a list of items, one item, or {"scope": {name: ancestor}, "page" | "items" | "item": …}.
   */
  sample: string;
  /**
   * Text of the manifest whose map is the default; for `changes`.
   */
  base?: string;
  /**
   * How many items are shown.
   */
  limit?: number;
}
/**
 * One field of the map, over all items. A required target that the map lacks is here too, without expression.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewTarget".
 */
export interface PreviewTarget {
  /**
   * Dotted, e.g. findingType.vulnerability.cveId.
   */
  target: string;
  required: boolean;
  /**
   * JSONata; null where the map has no such field.
   */
  expression: string | null;
  /**
   * Of the field in the manifest (where it would be, when there is none).
   */
  pointer: string;
  /**
   * Name of the table that the value goes through.
   */
  enum?: string;
  status: TargetStatus;
  /**
   * By status: in how many items.
   */
  counts: {
    [k: string]: number;
  };
  /**
   * Items in which it has a value that the target takes.
   */
  filled: number;
  /**
   * Items that the map is for.
   */
  total: number;
  /**
   * Of the first item with that status: the code of the error catalogue.
   */
  code?: string;
  message?: string;
  fix?: string;
  /**
   * Index of the first item with that status; it may lie behind the shown ones.
   */
  example?: number;
}
/**
 * Why an item gives no record.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewReject".
 */
export interface PreviewReject {
  /**
   * Into the item.
   */
  pointer: string;
  code: string;
  message: string;
  fix: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewItem".
 */
export interface PreviewItem {
  /**
   * Of the item in the sample; null where the records are computed.
   */
  pointer: string | null;
  /**
   * The map's where leaves it out.
   */
  skipped?: true;
  /**
   * Absent where the item is rejected or skipped.
   */
  record?: {
    [k: string]: unknown;
  };
  /**
   * At most one: the first problem, as a run would say it.
   */
  rejects: PreviewReject[];
  /**
   * By target: its value; targets without one are absent.
   */
  values: {
    [k: string]: unknown;
  };
  /**
   * By target that has an enum or a conversion: what the expression gave, before it.
   */
  sources: {
    [k: string]: unknown;
  };
  statuses: {
    [k: string]: TargetStatus;
  };
  /**
   * By target whose status is neither ok nor empty: why, and what to do.
   */
  notes: {
    [k: string]: ErrorBody;
  };
  /**
   * By target: the leaves of the item that were read for it.
   */
  reads: {
    [k: string]: string[];
  };
}
/**
 * A value table that the map uses: what it knows and what occurs.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewEnum".
 */
export interface PreviewEnum {
  name: string;
  /**
   * Of the table’s values in the manifest: add a member there to mend it.
   */
  pointer: string;
  targets: string[];
  /**
   * What the target may hold.
   */
  choices: (string | number)[];
  /**
   * What becomes of a value that is not in the table.
   */
  policy: 'reject' | 'omit' | 'pass' | 'to';
  values: {
    literal: string;
    count: number;
    /**
     * null: not in the table.
     */
    to: string | number | null;
  }[];
}
/**
 * A difference of the output against the default map.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewChange".
 */
export interface PreviewChange {
  target: string;
  /**
   * null: no value.
   */
  from: {
    [k: string]: unknown;
  };
  /**
   * null: no value.
   */
  to: {
    [k: string]: unknown;
  };
  count: number;
  of: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewAnswer".
 */
export interface PreviewAnswer {
  /**
   * Of the manifest.
   */
  problems: Issue[];
  error?: ErrorBody;
  map: {
    name: string;
    entity: string;
    from: string;
    title: string;
  } | null;
  targets: PreviewTarget[];
  items: PreviewItem[];
  totals: {
    items: number;
    records: number;
    rejects: number;
    skipped: number;
  };
  enums: PreviewEnum[];
  /**
   * Leaves that no target reads, into the items; * stands for any index of a list.
   */
  unread: string[];
  /**
   * Leaves that are read, of all: "12/14".
   */
  read: string;
  changes: {
    groups: PreviewChange[];
    /**
     * Groups that were left off.
     */
    more: number;
    error?: ErrorBody;
  };
  /**
   * The engine's part, in milliseconds.
   */
  ms: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapSummary".
 */
export interface MapSummary {
  name: string;
  title: string;
  entity: 'asset' | 'finding';
  /**
   * The stream.
   */
  from: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectorSummary".
 */
export interface ConnectorSummary {
  id: string;
  title: string;
  version?: string;
  vendor?: string;
  product?: string;
  category?: string;
  summary?: string;
  assetTypes: string[];
  findingTypes: string[];
  delta: boolean;
  maps: MapSummary[];
  /**
   * Issues of the manifest, warnings included.
   */
  problems: number;
  /**
   * Of the catalogue; a manifest of the user's; a copy in memory that the demo made.
   */
  origin: 'catalogue' | 'own' | 'demo';
  /**
   * Saving writes its file.
   */
  writable: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CatalogueAnswer".
 */
export interface CatalogueAnswer {
  /**
   * Mapwright's.
   */
  version: string;
  /**
   * Started with --demo: simulated vendors, made-up data.
   */
  demo: boolean;
  /**
   * Started with --write.
   */
  write: boolean;
  /**
   * Where a visitor begins: a path of the page.
   */
  start: string;
  connectors: ConnectorSummary[];
}
/**
 * A page that a recorded case holds.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SampleSummary".
 */
export interface SampleSummary {
  /**
   * For the sample’s address: <case>.<stream>.<number>.
   */
  name: string;
  title: string;
  case: string;
  stream: string;
  /**
   * Maps that its items are for.
   */
  maps: string[];
  /**
   * How many items the page holds.
   */
  items: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectorAnswer".
 */
export interface ConnectorAnswer {
  connector: ConnectorSummary;
  /**
   * As it stands in its file.
   */
  manifest: string;
  /**
   * The file, as the user knows it.
   */
  file?: string;
  problems: Issue[];
  /**
   * JSON Schema of the settings.
   */
  settings: {
    [k: string]: unknown;
  };
  filters: {
    [k: string]: unknown;
  };
  enums: {
    [k: string]: unknown;
  };
  streams: {
    name: string;
    title?: string;
    description?: string;
  }[];
  samples: SampleSummary[];
  /**
   * Settings that lead to the simulated vendor of the demo.
   */
  example?: {
    [k: string]: unknown;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SampleAnswer".
 */
export interface SampleAnswer {
  name: string;
  /**
   * For `sample` of POST /api/preview.
   */
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "GuideAnswer".
 */
export interface GuideAnswer {
  markdown: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveRequest".
 */
export interface SaveRequest {
  text: string;
  /**
   * The text that the editor began with: refused when the file holds another one.
   */
  before: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveAnswer".
 */
export interface SaveAnswer {
  problems: Issue[];
  file?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveTestRequest".
 */
export interface SaveTestRequest {
  /**
   * Of the new case.
   */
  name: string;
  /**
   * What the case shows.
   */
  description: string;
  map: string;
  sample: string;
  /**
   * As it is in the editor; the expected records are what it gives.
   */
  manifest: string;
  /**
   * The recorded case that the sample came from.
   */
  from?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveTestAnswer".
 */
export interface SaveTestAnswer {
  files: string[];
  asset: number;
  finding: number;
  rejects: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ChecksRequest".
 */
export interface ChecksRequest {
  /**
   * Chosen by the page, so that it knows its events before the answer is there; else the server makes one.
   */
  id?: string;
  connector: string;
  settings: {
    [k: string]: string | number | boolean;
  };
  filters?: {
    [k: string]: string;
  };
}
/**
 * What was begun goes on; the stream of GET /api/events tells how, by this id.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Started".
 */
export interface Started {
  id: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Check".
 */
export interface Check {
  id: 'network' | 'tls' | 'authentication' | 'authorization' | 'data';
  title: string;
  status: 'passed' | 'failed' | 'skipped';
  code: string | null;
  message: string;
  fix: string;
  ms: number;
  evidence: {
    [k: string]: string;
  };
  /**
   * Its last request, to try by hand; what could be secret stands in it as $NAME.
   */
  curl?: string;
}
/**
 * event: check. One of the five has ended.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CheckEvent".
 */
export interface CheckEvent {
  id: string;
  check: Check;
}
/**
 * event: checked. All five have ended, or none could begin.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CheckedEvent".
 */
export interface CheckedEvent {
  id: string;
  ok: boolean;
  /**
   * One real record, mapped.
   */
  record?: {
    [k: string]: unknown;
  };
  error?: ErrorBody;
}
/**
 * One run at a time.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Once".
 */
export interface Once {
  type: 'once';
  at: LocalTime;
  zone: ZoneName;
}
/**
 * A run every so often, counted from the start. Minutes and hours pass as they do; days, weeks and months keep the time on the clock, and a day that a month does not have is its last.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Interval".
 */
export interface Interval {
  type: 'interval';
  /**
   * How many of the unit lie between two runs.
   */
  every: number;
  unit: 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
  start: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
/**
 * Runs at the times that a cron expression names: minute, hour, day of the month, month, day of the week. A time that daylight saving leaves out is made up for, one that occurs twice is taken once.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CronSchedule".
 */
export interface CronSchedule {
  type: 'cron';
  cron: string;
  start?: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamReport".
 */
export interface StreamReport {
  /**
   * Requests sent, retries included.
   */
  requests: number;
  retries: number;
  pages: number;
  /**
   * Items that the records selector gave.
   */
  items: number;
  partitions: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EntityReport".
 */
export interface EntityReport {
  mapped: number;
  rejected: number;
  /**
   * Mapped records less repeats.
   */
  written: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Warning".
 */
export interface Warning {
  code: string;
  message: string;
  stream?: string;
  partition?: string;
  count?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunError".
 */
export interface RunError {
  code: string;
  message: string;
  fix: string;
  stream: string | null;
  partition: string | null;
}
/**
 * What came of one run.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunReport".
 */
export interface RunReport {
  runId: string;
  /**
   * Id of the connector.
   */
  connector: string;
  /**
   * Version of its manifest.
   */
  version: string;
  state: 'PROCESSED' | 'ERRORED';
  startedAt: string;
  finishedAt: string;
  /**
   * delta when a saved cursor narrowed at least one stream.
   */
  mode: 'full' | 'delta';
  streams: {
    [k: string]: StreamReport;
  };
  entities: {
    asset: EntityReport;
    finding: EntityReport;
  };
  /**
   * Per enum: the vendor's values that it does not hold, with their counts.
   */
  unmapped: {
    [k: string]: {
      [k: string]: number;
    };
  };
  warnings: Warning[];
  error: null | RunError;
}
/**
 * A time at which a connection runs.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Slot".
 */
export interface Slot {
  /**
   * Epoch milliseconds.
   */
  at: number;
  /**
   * With the offset of the schedule's zone: 2026-12-01T02:30:00+01:00.
   */
  local: string;
  utc: string;
}
/**
 * What to sync; everything where it is absent.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Selection".
 */
export interface Selection {
  assetTypes?: string[];
  findingTypes?: string[];
}
/**
 * A secret is stored; its value is never told.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SecretMark".
 */
export interface SecretMark {
  set: true;
  /**
   * Epoch milliseconds.
   */
  at: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Connection".
 */
export interface Connection {
  id: string;
  name: string;
  description: string;
  /**
   * Id for GET /api/connectors/:id; the path of its manifest where this studio does not show it.
   */
  connector: string;
  connectorTitle: string;
  version: string;
  /**
   * Without the secret ones.
   */
  settings: {
    [k: string]: string | number | boolean;
  };
  secrets: {
    [k: string]: SecretMark;
  };
  select: Selection;
  filters: {
    [k: string]: string;
  };
  /**
   * Ids of custom maps, by the manifest's map; a map that is not named is the default.
   */
  maps: {
    [k: string]: string;
  };
  schedule: Schedule | null;
  scheduleText: string;
  manualOnly: boolean;
  active: boolean;
  /**
   * Why it is paused.
   */
  paused: ErrorBody | null;
  preserveAbsent: boolean;
  state: 'REGISTERED' | 'SCHEDULED' | 'PROCESSING' | 'PROCESSED' | 'ERRORED';
  nextRun: Slot | null;
  lastRunId: string | null;
  /**
   * When Test Connection passed for its settings; null: saved without.
   */
  testedAt: number | null;
  /**
   * Epoch milliseconds.
   */
  createdAt: number;
  /**
   * Epoch milliseconds.
   */
  updatedAt: number;
  revision: number;
  lastRun: RunSummary | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunSummary".
 */
export interface RunSummary {
  id: string;
  connectionId: string;
  /**
   * Its name; its id where it is gone.
   */
  connection: string;
  /**
   * manual, schedule, catch-up; command: a `run` of the command line.
   */
  reason: string;
  /**
   * The schedule's slot that it is for.
   */
  slot: number | null;
  state: 'PLANNED' | 'PROCESSING' | 'PROCESSED' | 'ERRORED' | 'CANCELLED';
  /**
   * Epoch milliseconds.
   */
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  /**
   * Why it failed and what to do.
   */
  error: RunError | null;
  /**
   * null while it goes on.
   */
  report: RunReport | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionsAnswer".
 */
export interface ConnectionsAnswer {
  demo: boolean;
  /**
   * Runs move in this studio.
   */
  worker: boolean;
  connections: Connection[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionAnswer".
 */
export interface ConnectionAnswer {
  demo: boolean;
  connection: Connection;
  /**
   * The next five, where it runs by itself.
   */
  nextRuns: Slot[];
  /**
   * What it has brought.
   */
  inventory: {
    assets: number;
    findings: number;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionRequest".
 */
export interface ConnectionRequest {
  name: string;
  /**
   * At most 164 characters.
   */
  description?: string;
  /**
   * Id of the catalogue.
   */
  connector: string;
  /**
   * All of them, secrets with their values.
   */
  settings: {
    [k: string]: string | number | boolean;
  };
  select?: Selection;
  filters?: {
    [k: string]: string;
  };
  /**
   * Ids of custom maps, by the manifest's map; "default" for its own.
   */
  maps?: {
    [k: string]: string;
  };
  schedule?: Schedule | null;
  manualOnly?: boolean;
  active?: boolean;
  preserveAbsent?: boolean;
  /**
   * Without a passed Test Connection; the audit log says so.
   */
  force?: boolean;
}
/**
 * Everything that is wrong with a draft, for a form to show at once; `where` points into the request.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ProblemsAnswer".
 */
export interface ProblemsAnswer {
  problems: ErrorBody[];
}
/**
 * What is named changes, the rest stays. A setting that is null is taken away; secrets that are not named stay stored.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionChanges".
 */
export interface ConnectionChanges {
  name?: string;
  /**
   * At most 164 characters.
   */
  description?: string;
  select?: Selection;
  filters?: {
    [k: string]: string;
  };
  /**
   * Ids of custom maps, by the manifest's map; "default" for its own.
   */
  maps?: {
    [k: string]: string;
  };
  schedule?: Schedule | null;
  manualOnly?: boolean;
  active?: boolean;
  preserveAbsent?: boolean;
  settings?: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EditRequest".
 */
export interface EditRequest {
  changes: ConnectionChanges;
  /**
   * That the editor saw: refused when another was quicker.
   */
  revision?: number;
  force?: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RotateRequest".
 */
export interface RotateRequest {
  secrets: {
    [k: string]: string;
  };
  revision?: number;
  force?: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunNowRequest".
 */
export interface RunNowRequest {
  /**
   * Ignore the saved cursors.
   */
  full?: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "DeletedAnswer".
 */
export interface DeletedAnswer {
  id: string;
  name: string;
  inventory: 'keep' | 'remove';
  assets: number;
  findings: number;
}
/**
 * Test Connection for a saved connection, as it is or as it would be with changes.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SavedChecksRequest".
 */
export interface SavedChecksRequest {
  id?: string;
  changes?: ConnectionChanges;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ScheduleRequest".
 */
export interface ScheduleRequest {
  /**
   * A Schedule, however wrong.
   */
  schedule: {
    [k: string]: unknown;
  };
  count?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ScheduleIssue".
 */
export interface ScheduleIssue {
  /**
   * Pointer into the schedule.
   */
  path: string;
  message: string;
  fix: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ScheduleAnswer".
 */
export interface ScheduleAnswer {
  issues: ScheduleIssue[];
  /**
   * In words; empty where it has issues.
   */
  text: string;
  slots: Slot[];
}
/**
 * event: connection. It was created, changed, deleted, or its state moved, by whomever.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionEvent".
 */
export interface ConnectionEvent {
  id: string;
  /**
   * null: it is gone.
   */
  connection: Connection | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FiltersRequest".
 */
export interface FiltersRequest {
  connector: string;
  settings: {
    [k: string]: string | number | boolean;
  };
  filters: {
    [k: string]: string;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SavedFiltersRequest".
 */
export interface SavedFiltersRequest {
  filters: {
    [k: string]: string;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FirstPage".
 */
export interface FirstPage {
  items: number;
  /**
   * There are further pages: say "at least".
   */
  more: boolean;
}
/**
 * What each filter leaves of the vendor's first page; streams that are not read by themselves are left out.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FiltersAnswer".
 */
export interface FiltersAnswer {
  matches: {
    stream: string;
    filtered: FirstPage;
    all: FirstPage;
  }[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TransformMap".
 */
export interface TransformMap {
  /**
   * Of a connector's own map `<connector>/<map>`: encode it in a path.
   */
  id: string;
  name: string;
  /**
   * As of a Connection.
   */
  connector: string;
  /**
   * The name of the manifest's map that it stands for.
   */
  map: string;
  /**
   * Of the connector that it was made for.
   */
  version: string;
  readOnly: boolean;
  /**
   * As a map stands in a manifest.
   */
  spec: {
    [k: string]: unknown;
  };
  /**
   * Names of the connections that chose it; of a connector's own none are named.
   */
  usedBy: string[];
  updatedAt: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapsAnswer".
 */
export interface MapsAnswer {
  maps: TransformMap[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapAnswer".
 */
export interface MapAnswer {
  map: TransformMap;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CloneRequest".
 */
export interface CloneRequest {
  /**
   * Id of the map that is cloned.
   */
  from: string;
  name: string;
  /**
   * In place of that of the map.
   */
  spec?: {
    [k: string]: unknown;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapEditRequest".
 */
export interface MapEditRequest {
  spec: {
    [k: string]: unknown;
  };
  /**
   * `updatedAt` that the editor saw: refused when another was quicker.
   */
  seen?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapIssuesRequest".
 */
export interface MapIssuesRequest {
  spec: unknown;
}
/**
 * Paths are pointers into the map.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapIssuesAnswer".
 */
export interface MapIssuesAnswer {
  issues: Issue[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapDiffRequest".
 */
export interface MapDiffRequest {
  /**
   * Id of the map that it is compared with; the connector's own when absent.
   */
  with?: string;
  /**
   * In place of what is saved.
   */
  spec?: {
    [k: string]: unknown;
  };
  /**
   * Payloads, as `sample` of a PreviewRequest; the connector's recorded cases when absent.
   *
   * @maxItems 20
   */
  samples?:
    | []
    | [
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ]
    | [
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        },
        {
          name: string;
          text: string;
        }
      ];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FieldChange".
 */
export interface FieldChange {
  path: string;
  /**
   * Absent: it was not there.
   */
  before?: {
    [k: string]: unknown;
  };
  /**
   * Absent: it is not there.
   */
  after?: {
    [k: string]: unknown;
  };
}
/**
 * What comes out differently, over samples.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapDiff".
 */
export interface MapDiff {
  samples: number;
  unchanged: number;
  changes: {
    sample: string;
    id: string;
    change: 'added' | 'removed' | 'changed';
    fields: FieldChange[];
  }[];
  rejects: {
    before: number;
    after: number;
    /**
     * Those that are new.
     */
    reasons: {
      code: string;
      pointer: string;
      message: string;
    }[];
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WriteCounts".
 */
export interface WriteCounts {
  added: number;
  changed: number;
  unchanged: number;
  /**
   * Came back after they were FIXED or gone.
   */
  returned: number;
  repeated: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamProgress".
 */
export interface StreamProgress {
  stream: string;
  slices: number;
  done: number;
  running: number;
  /**
   * The last try's error of a slice that waits for another.
   */
  waitingAfter: string | null;
}
/**
 * A run with how far it is. event: run, whenever it has moved, by whomever it is worked at.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunProgress".
 */
export interface RunProgress {
  id: string;
  connectionId: string;
  /**
   * Its name; its id where it is gone.
   */
  connection: string;
  /**
   * manual, schedule, catch-up; command: a `run` of the command line.
   */
  reason: string;
  /**
   * The schedule's slot that it is for.
   */
  slot: number | null;
  state: 'PLANNED' | 'PROCESSING' | 'PROCESSED' | 'ERRORED' | 'CANCELLED';
  /**
   * Epoch milliseconds.
   */
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  /**
   * Why it failed and what to do.
   */
  error: RunError | null;
  report: RunReport;
  /**
   * What the store made of its records.
   */
  written: {
    asset: WriteCounts;
    finding: WriteCounts;
  };
  streams: StreamProgress[];
  /**
   * Whether all assets, and all findings, are in: the guides call a run processed when the assets are.
   */
  complete: {
    asset: boolean;
    finding: boolean;
  };
}
/**
 * The newest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunsAnswer".
 */
export interface RunsAnswer {
  runs: RunSummary[];
  /**
   * `before` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunAnswer".
 */
export interface RunAnswer {
  demo: boolean;
  run: RunProgress;
  /**
   * As of a Connection; null where the connection is gone.
   */
  connector: string | null;
  /**
   * What can be done: cancel it, go on with it, map its rejects again, close what it has not seen.
   */
  may: {
    cancel: boolean;
    retry: boolean;
    mend: boolean;
    closeAbsent: boolean;
  };
}
/**
 * One request of a run: no header, no body, no query values.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunRequest".
 */
export interface RunRequest {
  id: number;
  stream: string;
  /**
   * Epoch milliseconds.
   */
  at: number;
  method: string;
  path: string;
  status: number | null;
  ms: number;
  attempt: number;
  error: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunRequestsAnswer".
 */
export interface RunRequestsAnswer {
  requests: RunRequest[];
  /**
   * `after` of the next page.
   */
  next: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Reject".
 */
export interface Reject {
  id: number;
  entity: 'asset' | 'finding';
  stream: string;
  /**
   * Name of the map that it is for: open /c/<connector>/map/<map> with `sample`.
   */
  map: string | null;
  code: string;
  /**
   * Into the item, or of the field.
   */
  pointer: string;
  message: string;
  fix: string;
  /**
   * The vendor's item.
   */
  item: {
    [k: string]: unknown;
  };
  /**
   * For `sample` of a PreviewRequest: the item with its ancestors.
   */
  sample: string;
  /**
   * When a mended map could map it after all.
   */
  mendedAt: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RejectsAnswer".
 */
export interface RejectsAnswer {
  rejects: Reject[];
  /**
   * `after` of the next page.
   */
  next: number | null;
}
/**
 * run: it goes on. rejects: the run was processed, and its rejects were mapped again.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RetryAnswer".
 */
export interface RetryAnswer {
  kind: 'run' | 'rejects';
  run: string;
  mended?: number;
  rejected?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClosedAnswer".
 */
export interface ClosedAnswer {
  /**
   * That are FIXED now.
   */
  findings: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AssetItem".
 */
export interface AssetItem {
  id: number;
  connectionId: string;
  /**
   * Its name; its id where it is gone.
   */
  connection: string;
  /**
   * 0 to 100.
   */
  risk?: number;
  firstSeenOn: string;
  lastSeenOn: string;
  changedOn: string;
  /**
   * The run that wrote it last.
   */
  runId: string;
  /**
   * See schemas/asset.schema.json.
   */
  record: {
    [k: string]: unknown;
  };
  /**
   * When a complete run no longer had it.
   */
  goneOn?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FindingItem".
 */
export interface FindingItem {
  id: number;
  connectionId: string;
  /**
   * Its name; its id where it is gone.
   */
  connection: string;
  /**
   * 0 to 100.
   */
  risk?: number;
  firstSeenOn: string;
  lastSeenOn: string;
  changedOn: string;
  /**
   * The run that wrote it last.
   */
  runId: string;
  /**
   * See schemas/finding.schema.json; findingStatus as it stands now.
   */
  record: {
    [k: string]: unknown;
  };
  asset?: {
    id: number;
    name: string;
    source: string;
    assetType: string;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AssetsAnswer".
 */
export interface AssetsAnswer {
  demo: boolean;
  items: AssetItem[];
  /**
   * `after` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FindingsAnswer".
 */
export interface FindingsAnswer {
  demo: boolean;
  items: FindingItem[];
  /**
   * `after` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Risk".
 */
export interface Risk {
  score: number;
  parts: {
    name: string;
    of: string;
    /**
     * Points, or a factor.
     */
    value: number;
  }[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WritingRun".
 */
export interface WritingRun {
  id: string;
  state: string;
  reason: string;
  startedAt?: string;
  finishedAt?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StatusEntry".
 */
export interface StatusEntry {
  at: string;
  status: string;
  /**
   * vendor; absent: a run no longer had it; returned: one had it again.
   */
  reason: string;
  runId: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FindingAnswer".
 */
export interface FindingAnswer {
  item: FindingItem;
  /**
   * The vendor's item, where it was kept.
   */
  raw?: {
    [k: string]: unknown;
  };
  run?: WritingRun;
  risk: Risk;
  /**
   * As of a Connection; null where the connection is gone.
   */
  connector: string | null;
  /**
   * Oldest first.
   */
  history: StatusEntry[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AssetAnswer".
 */
export interface AssetAnswer {
  item: AssetItem;
  /**
   * The vendor's item, where it was kept.
   */
  raw?: {
    [k: string]: unknown;
  };
  run?: WritingRun;
  risk: Risk;
  /**
   * As of a Connection; null where the connection is gone.
   */
  connector: string | null;
  /**
   * The same asset as other connections list it.
   */
  alsoListedBy: {
    id: number;
    connection: string;
    assetType: string;
  }[];
  /**
   * How many of each status.
   */
  findings: {
    [k: string]: number;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Facet".
 */
export interface Facet {
  entity: 'asset' | 'finding';
  field: string;
  values: {
    value: string | number;
    count: number;
    /**
     * The query asks for it.
     */
    chosen: boolean;
    /**
     * The query after a click on it.
     */
    q: string;
  }[];
  /**
   * Records with values beyond those.
   */
  others: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FacetsAnswer".
 */
export interface FacetsAnswer {
  /**
   * Records that satisfy the query.
   */
  total: number;
  facets: Facet[];
}
/**
 * Findings by the week in which the vendor first saw them, oldest week first, none left out.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WeeksAnswer".
 */
export interface WeeksAnswer {
  weeks: {
    /**
     * Its Monday, in UTC.
     */
    week: string;
    /**
     * How many of each severity, "1" to "5".
     */
    severities: {
      [k: string]: number;
    };
  }[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QueryRequest".
 */
export interface QueryRequest {
  entity: 'asset' | 'finding';
  text: string;
  /**
   * Where the cursor stands: then what could stand there is answered, too.
   */
  cursor?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QueryIssue".
 */
export interface QueryIssue {
  code: string;
  /**
   * With a guess at what was meant, where there is one.
   */
  message: string;
  fix: string;
  /**
   * Characters into the text.
   */
  from: number;
  to: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Completion".
 */
export interface Completion {
  text: string;
  kind: 'field' | 'group' | 'operator' | 'value' | 'word';
  detail: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QueryAnswer".
 */
export interface QueryAnswer {
  issues: QueryIssue[];
  /**
   * As it was understood; null where it has issues.
   */
  q: string | null;
  /**
   * The best first; one replaces the text between `from` and `to`. Empty without a cursor.
   */
  completions: {
    from: number;
    to: number;
    options: Completion[];
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditEntry".
 */
export interface AuditEntry {
  seq: number;
  at: number;
  actor: string;
  /**
   * connection.create, state.move, map.edit, …
   */
  action: string;
  /**
   * connection:<id>, map:<id>, …
   */
  subject: string;
  /**
   * Names, codes and counts; never a value.
   */
  detail: {
    [k: string]: unknown;
  };
}
/**
 * The newest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditAnswer".
 */
export interface AuditAnswer {
  entries: AuditEntry[];
  /**
   * `before` of the next page.
   */
  next: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditVerdict".
 */
export interface AuditVerdict {
  ok: boolean;
  entries: number;
  /**
   * The last entry's hash: kept elsewhere, it shows later that nothing was cut off.
   */
  head: string;
  /**
   * The first entry that was changed or does not follow.
   */
  brokenAt: number | null;
}
