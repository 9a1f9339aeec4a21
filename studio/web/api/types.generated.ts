/* Generated from studio/server/schemas/ by `npm run gen:api`: edit the schemas, never this file. */

/**
 * ok; empty: optional without a value; missing: required without a value; unmapped: not in the enum; type: refused by a conversion or the target schema; error: the expression fails.
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
 * IANA time zone name.
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
 * Schedule of a connection. Times are local times in the zone and follow daylight saving time.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export type Schedule = Once | Interval | CronSchedule;
/**
 * Line of the response to POST /api/reads.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadEvent".
 */
export type ReadEvent =
  | {
      type: 'request';
      request: {
        method: string;
        url: string;
      };
    }
  | {
      type: 'wait';
      wait: ReadWait;
    }
  | {
      type: 'page';
      page: ReadPage;
    }
  | {
      type: 'rotated';
      setting: string;
      value: string;
    }
  | {
      type: 'end';
      end: ReadEnd;
    }
  | {
      type: 'failed';
      error: ErrorBody;
    };

export interface Api {}
/**
 * Error with its code in the error catalogue and a fix.
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
 * Response to a failed request.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Failure".
 */
export interface Failure {
  error: ErrorBody;
}
/**
 * Problem of a manifest, with its position.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Issue".
 */
export interface Issue {
  rule: string;
  severity: 'error' | 'warning';
  /**
   * JSON pointer into the manifest.
   */
  path: string;
  message: string;
  fix: string;
  /**
   * Offset in characters in the expression, the template or the invalid JSON.
   */
  position?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ValidateRequest".
 */
export interface ValidateRequest {
  /**
   * Text of a manifest.
   */
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ValidateResponse".
 */
export interface ValidateResponse {
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
   * Text of the manifest in the editor.
   */
  manifest: string;
  /**
   * Name of the map.
   */
  map: string;
  /**
   * Response body, list of items, single item, or {"scope": {name: ancestor}, "page" | "items" | "item": …}.
   */
  sample: string;
  /**
   * Text of the manifest to compare with, for `changes`.
   */
  base?: string;
  /**
   * Items to map: the first 1,000, within the time of a keystroke; or all, within 20 s.
   */
  extent?: 'first' | 'all';
  /**
   * Number of returned items.
   */
  limit?: number;
  /**
   * Index of the only item to return in full, within the time of a keystroke: the others are `brief`, and `problems` lacks those of lint rules. Without it, all are in full.
   */
  item?: number;
}
/**
 * Problem of a target for one item.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewNote".
 */
export interface PreviewNote {
  code: string;
  message: string;
  fix: string;
  /**
   * Position of the error in the expression: the end of the token, in characters.
   */
  position?: number;
  /**
   * Value that made the expression fail, as JSON; shortened.
   */
  offending?: string;
}
/**
 * One field of the map over all items. Includes required targets that the map lacks, without an expression.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewTarget".
 */
export interface PreviewTarget {
  /**
   * Dotted path, e.g. findingType.vulnerability.cveId.
   */
  target: string;
  required: boolean;
  /**
   * JSONata; null when the map has no such field.
   */
  expression: string | null;
  /**
   * Position of the field in the manifest, or where it would be added.
   */
  pointer: string;
  /**
   * Name of the enum that converts the value.
   */
  enum?: string;
  status: TargetStatus;
  /**
   * Status → number of items.
   */
  counts: {
    [k: string]: number;
  };
  /**
   * Number of items with a valid value.
   */
  filled: number;
  /**
   * Number of items that the map reads.
   */
  total: number;
  /**
   * Error code of the first item with that status.
   */
  code?: string;
  message?: string;
  fix?: string;
  /**
   * Position of the error in the expression: the end of the token, in characters.
   */
  position?: number;
  /**
   * Value that made the expression fail, as JSON; shortened.
   */
  offending?: string;
  /**
   * Index of the first item with that status; may exceed the returned items.
   */
  example?: number;
}
/**
 * Reason why an item has no record.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewReject".
 */
export interface PreviewReject {
  /**
   * JSON pointer into the item.
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
   * Position of the item in the sample; null for computed records.
   */
  pointer: string | null;
  /**
   * The request asked for another item: only `pointer` is known.
   */
  brief?: true;
  /**
   * Skipped by `where` of the map.
   */
  skipped?: true;
  /**
   * Absent for a rejected or skipped item.
   */
  record?: {
    [k: string]: unknown;
  };
  /**
   * First problem, as a run reports it; at most one.
   */
  rejects: PreviewReject[];
  /**
   * Target → value; without targets that have none.
   */
  values: {
    [k: string]: unknown;
  };
  /**
   * Target with an enum or a conversion → value before it.
   */
  sources: {
    [k: string]: unknown;
  };
  statuses: {
    [k: string]: TargetStatus;
  };
  /**
   * Target whose status is neither ok nor empty → error with its fix.
   */
  notes: {
    [k: string]: PreviewNote;
  };
  /**
   * Target → leaves of the item that its expression read.
   */
  reads: {
    [k: string]: string[];
  };
}
/**
 * Enum of the map, and the values that occur.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewEnum".
 */
export interface PreviewEnum {
  name: string;
  /**
   * Position of the enum values in the manifest, where a missing value is added.
   */
  pointer: string;
  targets: string[];
  /**
   * Values that the target allows.
   */
  choices: (string | number)[];
  /**
   * Handling of a value that is not in the enum.
   */
  policy: 'reject' | 'omit' | 'pass' | 'to';
  values: {
    literal: string;
    count: number;
    /**
     * null: not in the enum.
     */
    to: string | number | null;
  }[];
}
/**
 * Difference from the output of the default map.
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
 * Reason why a sample gives no records.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "NoRecords".
 */
export interface NoRecords {
  message: string;
  /**
   * Change of the manifest that selects the items of the sample.
   */
  proposal?: {
    /**
     * List of the sample that contains items.
     */
    list: string;
    /**
     * New value of `records`.
     */
    records: string;
    /**
     * Position of `records` in the manifest.
     */
    pointer: string;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PreviewResponse".
 */
export interface PreviewResponse {
  /**
   * Issues of the manifest.
   */
  problems: Issue[];
  error?: ErrorBody;
  /**
   * Offset in characters of a syntax error in the sample.
   */
  samplePosition?: number;
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
  /**
   * Set if only the first items of the sample were mapped.
   */
  part?: {
    items: number;
    of: number;
  };
  noRecords?: NoRecords;
  enums: PreviewEnum[];
  /**
   * Leaves of the items that no target reads; * is any list index.
   */
  unread: string[];
  /**
   * Read leaves of all leaves: "12/14".
   */
  read: string;
  changes: {
    groups: PreviewChange[];
    /**
     * Number of omitted groups.
     */
    more: number;
    error?: ErrorBody;
  };
  /**
   * Duration in the engine, in milliseconds.
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
  /**
   * Entity of the records: asset, finding, or one that the manifest declares.
   */
  entity: string;
  entityTitle: string;
  /**
   * Stream whose items the map reads.
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
  /**
   * What the parts of the connector were checked against.
   */
  evidence: string[];
  maps: MapSummary[];
  /**
   * Number of manifest issues, including warnings.
   */
  problems: number;
  /**
   * catalogue; own: a custom manifest; demo: a copy in memory.
   */
  origin: 'catalogue' | 'own' | 'demo';
  /**
   * The manifest can be saved to its file.
   */
  writable: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CatalogueResponse".
 */
export interface CatalogueResponse {
  /**
   * Version of Mapwright.
   */
  version: string;
  /**
   * Started with --demo: simulated vendors and data.
   */
  demo: boolean;
  /**
   * Started with --write.
   */
  write: boolean;
  /**
   * Path of the first screen.
   */
  start: string;
  connectors: ConnectorSummary[];
}
/**
 * Page of a recorded case.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SampleSummary".
 */
export interface SampleSummary {
  /**
   * Name in URLs: <case>.<stream>.<number>.
   */
  name: string;
  title: string;
  case: string;
  stream: string;
  /**
   * Maps that read its items.
   */
  maps: string[];
  /**
   * Number of items on the page.
   */
  items: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectorResponse".
 */
export interface ConnectorResponse {
  connector: ConnectorSummary;
  /**
   * Text of the manifest.
   */
  manifest: string;
  /**
   * Path of the manifest; absent for a copy in memory.
   */
  file?: string;
  problems: Issue[];
  /**
   * JSON Schema of the settings.
   */
  settings: {
    [k: string]: unknown;
  };
  /**
   * Secret settings that a person's consent fills in: POST /api/consents.
   */
  consent: string[];
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
   * Settings that connect to the simulated vendor of the demo.
   */
  example?: {
    [k: string]: unknown;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SampleResponse".
 */
export interface SampleResponse {
  name: string;
  /**
   * Value for `sample` of POST /api/preview.
   */
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "GuideResponse".
 */
export interface GuideResponse {
  markdown: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveRequest".
 */
export interface SaveRequest {
  text: string;
  /**
   * Text that the editor loaded; the request fails when the file has changed since.
   */
  before: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveResponse".
 */
export interface SaveResponse {
  problems: Issue[];
  file?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveTestRequest".
 */
export interface SaveTestRequest {
  /**
   * Name of the new case.
   */
  name: string;
  /**
   * Purpose of the case.
   */
  description: string;
  map: string;
  sample: string;
  /**
   * Text of the manifest in the editor; its output becomes the expected records.
   */
  manifest: string;
  /**
   * Recorded case of the sample.
   */
  from?: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SaveTestResponse".
 */
export interface SaveTestResponse {
  files: string[];
  asset: number;
  finding: number;
  rejects: number;
}
/**
 * Recorded exchanges without secrets, which replay a stream.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RecordedCase".
 */
export interface RecordedCase {
  name: string;
  recording: {
    [k: string]: unknown;
  };
}
/**
 * Part of a draft, with the evidence for its value.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "DraftProposal".
 */
export interface DraftProposal {
  /**
   * Name of the part, such as: paginator of "issues".
   */
  part: string;
  /**
   * JSON pointer into the manifest.
   */
  to: string;
  /**
   * high: the source states it; medium: several signs agree; low: a guess.
   */
  confidence: 'high' | 'medium' | 'low';
  reason: string;
}
/**
 * Part of the source that the draft lacks.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OmittedPart".
 */
export interface OmittedPart {
  part: string;
  from?: string;
  reason: string;
}
/**
 * Source of a draft. Its secrets become settings; none is stored, logged or returned.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "DraftRequest".
 */
export interface DraftRequest {
  /**
   * The pasted source; absent for an empty draft.
   */
  text?: string;
  /**
   * Detected when absent.
   */
  kind?: 'curl' | 'har' | 'postman' | 'openapi' | 'airbyte' | 'manifest' | 'sample';
  /**
   * Body of the response to a curl command.
   */
  response?: string;
  /**
   * Entity of the records: asset, finding, or another name, whose records are the items themselves.
   */
  entity: string;
  /**
   * Id of the connector; from the title of the source when absent.
   */
  id?: string;
}
/**
 * Draft of a connector. It contains no secret of its source.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Draft".
 */
export interface Draft {
  kind: 'curl' | 'har' | 'postman' | 'openapi' | 'airbyte' | 'manifest' | 'sample' | 'empty';
  id: string;
  /**
   * Text of the manifest.
   */
  manifest: string;
  /**
   * Extent to which the source was imported.
   */
  extent: 'whole' | 'partly' | 'nothing';
  cases: RecordedCase[];
  /**
   * Recorded page of each stream, by name, with the ancestors of its items.
   */
  samples: {
    [k: string]: string;
  };
  proposals: DraftProposal[];
  omitted: OmittedPart[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamProposalRequest".
 */
export interface StreamProposalRequest {
  /**
   * Text of the manifest in the editor.
   */
  manifest: string;
  stream: string;
  /**
   * Adds a map to this entity.
   */
  entity?: 'asset' | 'finding';
  /**
   * Body of a response.
   */
  sample?: string;
  /**
   * Recorded case with a page of the stream.
   */
  recording?: {
    [k: string]: unknown;
  };
}
/**
 * Changes that complete a stream, with the evidence for each.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamProposal".
 */
export interface StreamProposal {
  edits: {
    to: string;
    /**
     * Absent: the member is removed.
     */
    value?: {
      [k: string]: unknown;
    };
  }[];
  proposals: DraftProposal[];
  omitted: OmittedPart[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RenameRequest".
 */
export interface RenameRequest {
  /**
   * Text of the manifest in the editor.
   */
  text: string;
  section: 'settings' | 'auths' | 'streams' | 'maps' | 'enums' | 'entities';
  from: string;
  /**
   * Name that no other entry of the section has.
   */
  to: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RenameResponse".
 */
export interface RenameResponse {
  /**
   * Text of the manifest with the new name everywhere.
   */
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CreateRequest".
 */
export interface CreateRequest {
  /**
   * Text of the manifest in the editor.
   */
  text: string;
  /**
   * @maxItems 200
   */
  cases: RecordedCase[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CreateResponse".
 */
export interface CreateResponse {
  id: string;
  /**
   * Path of the manifest.
   */
  file: string;
  /**
   * Names of the saved cases.
   */
  cases: string[];
  /**
   * Cases that the edited manifest cannot replay.
   */
  skipped: {
    name: string;
    reason: string;
  }[];
  /**
   * Warnings.
   */
  problems: Issue[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ChecksRequest".
 */
export interface ChecksRequest {
  /**
   * Id of the events, so that a client recognizes events that arrive before the response; generated when absent.
   */
  id?: string;
  connector: string;
  settings: {
    [k: string]: unknown;
  };
  filters?: {
    [k: string]: string;
  };
}
/**
 * The operation continues; GET /api/events reports its progress with this id.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Started".
 */
export interface Started {
  id: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConsentRequest".
 */
export interface ConsentRequest {
  connector: string;
  settings: {
    [k: string]: unknown;
  };
}
/**
 * The person consents on the page; the event "authorized" with this id reports the result.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConsentStarted".
 */
export interface ConsentStarted {
  id: string;
  /**
   * Page of the vendor.
   */
  url: string;
  /**
   * Code to enter there, for a device code.
   */
  code: string | null;
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
   * Last request of the check as a curl command; possible secrets are shell variables.
   */
  curl?: string;
}
/**
 * event: check. One of the five checks finished.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CheckEvent".
 */
export interface CheckEvent {
  id: string;
  check: Check;
}
/**
 * event: checked. All checks finished, or the test could not start.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CheckedEvent".
 */
export interface CheckedEvent {
  id: string;
  ok: boolean;
  /**
   * First record, mapped.
   */
  record?: {
    [k: string]: unknown;
  };
  error?: ErrorBody;
}
/**
 * event: authorized. The refresh token of a consent is stored, or the consent failed.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuthorizedEvent".
 */
export interface AuthorizedEvent {
  id: string;
  ok: boolean;
  /**
   * Secret setting of the token, for a new connection.
   */
  setting?: string;
  /**
   * Placeholder of the token, to send as the value of the setting.
   */
  value?: string;
  error?: ErrorBody;
}
/**
 * A single run at a fixed time.
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
 * Runs at a regular interval from the start. Minutes and hours are elapsed time. Days, weeks and months keep the local time of day; a day that a month does not have becomes the last day of the month.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Interval".
 */
export interface Interval {
  type: 'interval';
  /**
   * Number of units between two runs.
   */
  every: number;
  unit: 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
  start: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
/**
 * Runs at the times of a cron expression: minute, hour, day of month, month, day of week. A time skipped by daylight saving time triggers a catch-up run; a repeated time triggers a single run.
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
   * Number of requests sent, including retries.
   */
  requests: number;
  retries: number;
  pages: number;
  /**
   * Number of items that the records selector returned.
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
   * Number of mapped records, without duplicates.
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
 * Result of one run.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunReport".
 */
export interface RunReport {
  runId: string;
  /**
   * ID of the connector.
   */
  connector: string;
  /**
   * Version of the connector's manifest.
   */
  version: string;
  state: 'PROCESSED' | 'ERRORED';
  startedAt: string;
  finishedAt: string;
  /**
   * Mode of the run: delta if a saved cursor limited at least one stream, full otherwise.
   */
  mode: 'full' | 'delta';
  streams: {
    [k: string]: StreamReport;
  };
  /**
   * Counts of each entity of the connector. asset and finding are always present.
   */
  entities: {
    asset: EntityReport;
    finding: EntityReport;
    [k: string]: EntityReport;
  };
  /**
   * Unmapped values: enum name → vendor value → count.
   */
  unmapped: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Values of mapped records that an enum does not list and its default (`unmapped`: `omit`, `pass` or `to`) handled: enum name → vendor value → count. Values are cut to 80 characters; from the 1,001st value of an enum, they are counted together as `(other values)`. Absent without any.
   */
  defaulted?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  warnings: Warning[];
  error: null | RunError;
}
/**
 * Time of a scheduled run.
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
   * Local time with the offset of the schedule's zone: 2026-12-01T02:30:00+01:00.
   */
  local: string;
  utc: string;
}
/**
 * Types and entities to sync; all when absent.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Selection".
 */
export interface Selection {
  assetTypes?: string[];
  findingTypes?: string[];
  entities?: string[];
}
/**
 * A secret is stored; its value is never returned.
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
   * Id for GET /api/connectors/:id; the path of the manifest when this studio does not list it.
   */
  connector: string;
  connectorTitle: string;
  version: string;
  /**
   * Settings without secrets.
   */
  settings: {
    [k: string]: unknown;
  };
  secrets: {
    [k: string]: SecretMark;
  };
  select: Selection;
  filters: {
    [k: string]: string;
  };
  /**
   * Manifest map → id of the custom map; the manifest's own map when absent.
   */
  maps: {
    [k: string]: string;
  };
  schedule: Schedule | null;
  scheduleText: string;
  manualOnly: boolean;
  active: boolean;
  /**
   * Reason of the pause; null when not paused.
   */
  paused: ErrorBody | null;
  preserveAbsent: boolean;
  state: 'REGISTERED' | 'SCHEDULED' | 'PROCESSING' | 'PROCESSED' | 'ERRORED';
  nextRun: Slot | null;
  lastRunId: string | null;
  /**
   * Time of the last passed test of its settings; null when saved without a test.
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
   * Name of the connection; its id when it was deleted.
   */
  connection: string;
  /**
   * manual; schedule; catch-up; command: `mapwright run`.
   */
  reason: string;
  /**
   * Schedule slot of the run.
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
   * Cause of the failure, with a fix.
   */
  error: RunError | null;
  /**
   * null while the run is in progress.
   */
  report: RunReport | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionsResponse".
 */
export interface ConnectionsResponse {
  demo: boolean;
  /**
   * This studio executes runs.
   */
  worker: boolean;
  connections: Connection[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionResponse".
 */
export interface ConnectionResponse {
  demo: boolean;
  connection: Connection;
  /**
   * Its refresh token comes from a person's consent: POST /api/connections/:id/authorize.
   */
  consent: boolean;
  /**
   * Next five scheduled runs.
   */
  nextRuns: Slot[];
  /**
   * Number of assets, findings and other records of the connection.
   */
  inventory: {
    assets: number;
    findings: number;
    records: number;
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
   * Id of the connector.
   */
  connector: string;
  /**
   * All settings, including the values of secrets.
   */
  settings: {
    [k: string]: unknown;
  };
  select?: Selection;
  filters?: {
    [k: string]: string;
  };
  /**
   * Manifest map → id of the custom map; "default" for the manifest's own.
   */
  maps?: {
    [k: string]: string;
  };
  schedule?: Schedule | null;
  manualOnly?: boolean;
  active?: boolean;
  preserveAbsent?: boolean;
  /**
   * Save without a passed test; recorded in the audit log.
   */
  force?: boolean;
}
/**
 * All problems of a connection; `where` points into the request.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ProblemsResponse".
 */
export interface ProblemsResponse {
  problems: ErrorBody[];
}
/**
 * Changed properties; absent ones stay unchanged. Settings are named by their dotted path, such as "login.user". A null setting is removed; absent secrets remain stored.
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
   * Manifest map → id of the custom map; "default" for the manifest's own.
   */
  maps?: {
    [k: string]: string;
  };
  schedule?: Schedule | null;
  manualOnly?: boolean;
  active?: boolean;
  preserveAbsent?: boolean;
  settings?: {
    [k: string]: unknown;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EditRequest".
 */
export interface EditRequest {
  changes: ConnectionChanges;
  /**
   * Revision that the editor loaded; the request fails when the connection has changed since.
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
  /**
   * Plain settings that change with the secrets, such as a key ID.
   */
  settings?: {
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
   * Ignore saved cursors and sync everything.
   */
  full?: boolean;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "DeletedResponse".
 */
export interface DeletedResponse {
  id: string;
  name: string;
  inventory: 'keep' | 'remove';
  assets: number;
  findings: number;
  records: number;
}
/**
 * Test of a saved connection, optionally with changes.
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
   * Schedule, possibly invalid.
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
   * JSON pointer into the schedule.
   */
  path: string;
  message: string;
  fix: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ScheduleResponse".
 */
export interface ScheduleResponse {
  issues: ScheduleIssue[];
  /**
   * Description in English; empty when the schedule is invalid.
   */
  text: string;
  slots: Slot[];
}
/**
 * event: connection. A connection was created, changed or deleted, or its state changed.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConnectionEvent".
 */
export interface ConnectionEvent {
  id: string;
  /**
   * null when it was deleted.
   */
  connection: Connection | null;
}
/**
 * Filter that is being typed.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FilterRequest".
 */
export interface FilterRequest {
  connector: string;
  /**
   * Name of the filter in the manifest.
   */
  filter: string;
  text: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FilterResponse".
 */
export interface FilterResponse {
  issues: {
    severity: 'error' | 'warning';
    message: string;
    fix: string;
    /**
     * Offset in characters.
     */
    position: number;
  }[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FiltersRequest".
 */
export interface FiltersRequest {
  connector: string;
  settings: {
    [k: string]: unknown;
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
   * Further pages exist: `items` is a lower bound.
   */
  more: boolean;
}
/**
 * Number of items on the vendor's first page with and without each filter; without streams that depend on another.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FiltersResponse".
 */
export interface FiltersResponse {
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
   * `<connector>/<map>` for a connector's own map; encode it in URLs.
   */
  id: string;
  name: string;
  /**
   * As in Connection.
   */
  connector: string;
  /**
   * Map of the manifest that it replaces.
   */
  map: string;
  /**
   * Connector version for which it was created.
   */
  version: string;
  readOnly: boolean;
  /**
   * Map as in a manifest.
   */
  spec: {
    [k: string]: unknown;
  };
  /**
   * Names of the connections that use it; empty for a connector's own map.
   */
  usedBy: string[];
  updatedAt: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapsResponse".
 */
export interface MapsResponse {
  maps: TransformMap[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapResponse".
 */
export interface MapResponse {
  map: TransformMap;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CloneRequest".
 */
export interface CloneRequest {
  /**
   * Id of the map to clone.
   */
  from: string;
  name: string;
  /**
   * Replaces the spec of the cloned map.
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
   * `updatedAt` that the editor loaded; the request fails when the map has changed since.
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
 * Paths are JSON pointers into the map.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapIssuesResponse".
 */
export interface MapIssuesResponse {
  issues: Issue[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapDiffRequest".
 */
export interface MapDiffRequest {
  /**
   * Id of the map to compare with; the connector's own map when absent.
   */
  with?: string;
  /**
   * Replaces the saved spec.
   */
  spec?: {
    [k: string]: unknown;
  };
  /**
   * Payloads as in `sample` of PreviewRequest; the connector's recorded cases when absent.
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
   * Absent when the field was added.
   */
  before?: {
    [k: string]: unknown;
  };
  /**
   * Absent when the field was removed.
   */
  after?: {
    [k: string]: unknown;
  };
}
/**
 * Differences between the outputs of two maps over samples.
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
     * Reasons that only the new map causes.
     */
    reasons: {
      code: string;
      pointer: string;
      message: string;
    }[];
  };
}
/**
 * Limits of a test read.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadLimits".
 */
export interface ReadLimits {
  /**
   * Partitions of the stream.
   */
  partitions: number;
  /**
   * Pages of each partition.
   */
  pages: number;
  /**
   * Items of each page to select and map.
   */
  items: number;
  /**
   * Time of the whole read.
   */
  seconds: number;
}
/**
 * Test read of a draft, with the settings of a saved connection or with settings that are not stored.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadRequest".
 */
export interface ReadRequest {
  /**
   * Text of the manifest in the editor.
   */
  manifest: string;
  /**
   * Connector whose folder contains the schema files of entities.
   */
  connector?: string;
  stream: string;
  /**
   * Id of a saved connection.
   */
  connection?: string;
  /**
   * Settings for this read only; not together with `connection`.
   */
  settings?: {
    [k: string]: unknown;
  };
  limits: ReadLimits;
}
/**
 * One attempt of a request. Secrets and credentials are redacted; long bodies are cut.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadExchange".
 */
export interface ReadExchange {
  /**
   * Time of the request, RFC 3339.
   */
  at: string;
  ms: number;
  /**
   * Set for the requests of a login.
   */
  login?: true;
  request: {
    method: string;
    url: string;
    headers: {
      [k: string]: string;
    };
    body?: string;
    /**
     * `body` is only its beginning.
     */
    cut?: true;
    /**
     * Headers of which only the shape of the credential is shown.
     */
    masked: string[];
    /**
     * Parameters of the query that contain credentials.
     */
    maskedQuery: string[];
  };
  response?: {
    status: number;
    headers: {
      [k: string]: string;
    };
    body: string;
    /**
     * Size of the whole body after decompression.
     */
    bytes: number;
    /**
     * `body` is only its beginning.
     */
    cut: boolean;
  };
  error?: {
    code: string;
    message: string;
  };
  /**
   * The request as a curl command; its secrets are shell variables.
   */
  curl?: string;
}
/**
 * Page of a test read, with every request that was sent for it: logins, jobs and retries.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadPage".
 */
export interface ReadPage {
  stream: string;
  /**
   * Key of its partition; empty without partitions.
   */
  partition: string;
  /**
   * Number in its partition, from 1.
   */
  page: number;
  exchanges: ReadExchange[];
  /**
   * Items that `records` selects.
   */
  found: number;
  /**
   * The first of them.
   */
  items: unknown[];
  /**
   * What expressions see besides an item and the settings.
   */
  scope: {
    [k: string]: unknown;
  };
  records: {
    entity: string;
    record: {
      [k: string]: unknown;
    };
  }[];
  rejects: {
    entity: string;
    stream: string;
    pointer: string;
    code: string;
    message: string;
    fix: string;
    item: unknown;
  }[];
  unmapped: {
    enum: string;
    value: string;
  }[];
  warnings: {
    [k: string]: unknown;
  }[];
  /**
   * Some items, records or rejects are omitted because together they are too large.
   */
  omitted?: boolean;
  /**
   * Position of the next page; absent on the last one.
   */
  next?: {
    [k: string]: unknown;
  };
  /**
   * Reason why no further page is read.
   */
  stopped?: string;
  /**
   * The partition was skipped.
   */
  skipped?: true;
}
/**
 * Wait for a retry, the rate limit or a job.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadWait".
 */
export interface ReadWait {
  stream: string;
  /**
   * Epoch milliseconds.
   */
  until: number;
  why: string;
  retry?: PendingRetry;
}
/**
 * Retry of a request or a slice after an error.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PendingRetry".
 */
export interface PendingRetry {
  error: ErrorBody;
  /**
   * Number of the retry.
   */
  retry: number;
  /**
   * Maximum number of retries.
   */
  of: number;
  /**
   * Epoch milliseconds.
   */
  at: number;
}
/**
 * Result of a test read.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReadEnd".
 */
export interface ReadEnd {
  partitions: number;
  /**
   * Limits that ended the read or a part of it.
   */
  reached: ('partitions' | 'pages' | 'items' | 'seconds')[];
  /**
   * Requests of the page that was being read when the time limit ended the read.
   */
  unfinished: ReadExchange[];
  error?: {
    stream: string;
    partition: string;
    code: string;
    message: string;
    fix: string;
    /**
     * Requests of the page that failed.
     */
    exchanges: ReadExchange[];
  };
  noRecords?: NoRecords;
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
   * Seen again after they were FIXED or absent.
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
   * Rejects that are not mapped since.
   */
  rejected: number;
  /**
   * Next retry of a slice that failed, or of a request that waits for more than a second.
   */
  retry: PendingRetry | null;
}
/**
 * Run with its progress. event: run, after every change, by any process.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunProgress".
 */
export interface RunProgress {
  id: string;
  connectionId: string;
  /**
   * Name of the connection; its id when it was deleted.
   */
  connection: string;
  /**
   * manual; schedule; catch-up; command: `mapwright run`.
   */
  reason: string;
  /**
   * Schedule slot of the run.
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
   * Cause of the failure, with a fix.
   */
  error: RunError | null;
  report: RunReport;
  /**
   * Effect on the store.
   */
  written: {
    asset: WriteCounts;
    finding: WriteCounts;
    /**
     * By the name of any other entity.
     */
    records?: {
      [k: string]: WriteCounts;
    };
  };
  streams: StreamProgress[];
  /**
   * By entity, whether all its records are stored. The guides call a run processed when its assets are.
   */
  complete: {
    [k: string]: boolean;
  };
}
/**
 * Newest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunsResponse".
 */
export interface RunsResponse {
  runs: RunSummary[];
  /**
   * `before` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunResponse".
 */
export interface RunResponse {
  demo: boolean;
  run: RunProgress;
  /**
   * As in Connection; null when the connection was deleted.
   */
  connector: string | null;
  /**
   * Available actions: cancel, resume, re-map rejects, close findings missing from the run.
   */
  may: {
    cancel: boolean;
    retry: boolean;
    remap: boolean;
    closeAbsent: boolean;
  };
}
/**
 * Request of a run, without headers, body and query values.
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
 * via the `definition` "RunRequestsResponse".
 */
export interface RunRequestsResponse {
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
  entity: string;
  stream: string;
  /**
   * Map that rejected the item; open /c/<connector>/map/<map> with `sample`.
   */
  map: string | null;
  code: string;
  /**
   * JSON pointer into the item, or to the field.
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
   * Value for `sample` of PreviewRequest: the item with its ancestors.
   */
  sample: string;
  /**
   * Time when a retry with a fixed map mapped the item.
   */
  mendedAt: number | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RejectsResponse".
 */
export interface RejectsResponse {
  rejects: Reject[];
  /**
   * `after` of the next page.
   */
  next: number | null;
}
/**
 * Rejects with the same cause.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RejectGroup".
 */
export interface RejectGroup {
  count: number;
  reject: Reject;
  /**
   * Id of the custom map that the connection uses now for this map.
   */
  custom: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RejectGroupsResponse".
 */
export interface RejectGroupsResponse {
  /**
   * Open ones first, re-mapped ones last.
   */
  groups: RejectGroup[];
  /**
   * Number of omitted groups.
   */
  more: number;
}
/**
 * First items of a stream of the last run that read any, with redacted secrets.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunSample".
 */
export interface RunSample {
  /**
   * Name in URLs: <stream>.<number>.
   */
  name: string;
  stream: string;
  items: number;
  run: {
    id: string;
    startedAt: number | null;
  };
  /**
   * Maps that read its items.
   */
  maps: string[];
}
/**
 * Items of a sample share their ancestors; a stream has up to five samples, the largest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunSamplesResponse".
 */
export interface RunSamplesResponse {
  samples: RunSample[];
}
/**
 * The last finished runs of a connection, at most 30, newest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunHistoryResponse".
 */
export interface RunHistoryResponse {
  runs: {
    id: string;
    state: 'PLANNED' | 'PROCESSING' | 'PROCESSED' | 'ERRORED' | 'CANCELLED';
    /**
     * Epoch milliseconds.
     */
    createdAt: number;
    startedAt: number | null;
    finishedAt: number | null;
    /**
     * Records of all entities that the run added.
     */
    added: number;
    /**
     * Records that the run changed, or found again.
     */
    changed: number;
    rejected: number;
  }[];
}
/**
 * run: the run resumes. rejects: the run was finished, and its rejects were mapped again.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RetryResponse".
 */
export interface RetryResponse {
  kind: 'run' | 'rejects';
  run: string;
  remapped?: number;
  rejected?: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClosedResponse".
 */
export interface ClosedResponse {
  /**
   * Number of findings that are FIXED now.
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
   * Name of the connection; its id when it was deleted.
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
   * Run that last wrote it.
   */
  runId: string;
  /**
   * See schemas/asset.schema.json.
   */
  record: {
    [k: string]: unknown;
  };
  /**
   * Time of the first complete run without it.
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
   * Name of the connection; its id when it was deleted.
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
   * Run that last wrote it.
   */
  runId: string;
  /**
   * See schemas/finding.schema.json; findingStatus is the current status.
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
  /**
   * Other connections to the same hosts that list it.
   */
  alsoListedBy?: {
    id: number;
    connection: string;
  }[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AssetsResponse".
 */
export interface AssetsResponse {
  demo: boolean;
  items: AssetItem[];
  /**
   * `after` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FindingsResponse".
 */
export interface FindingsResponse {
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
   * vendor; absent: missing from a complete run; returned: seen again after that.
   */
  reason: string;
  runId: string;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FindingResponse".
 */
export interface FindingResponse {
  item: FindingItem;
  /**
   * The vendor's item, if stored.
   */
  raw?: {
    [k: string]: unknown;
  };
  run?: WritingRun;
  risk: Risk;
  /**
   * As in Connection; null when the connection was deleted.
   */
  connector: string | null;
  /**
   * Oldest first.
   */
  history: StatusEntry[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AssetResponse".
 */
export interface AssetResponse {
  item: AssetItem;
  /**
   * The vendor's item, if stored.
   */
  raw?: {
    [k: string]: unknown;
  };
  run?: WritingRun;
  risk: Risk;
  /**
   * As in Connection; null when the connection was deleted.
   */
  connector: string | null;
  /**
   * The same asset in other connections.
   */
  alsoListedBy: {
    id: number;
    connection: string;
    assetType: string;
  }[];
  /**
   * Status → number of findings.
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
     * The query selects this value.
     */
    chosen: boolean;
    /**
     * Query after toggling this value.
     */
    q: string;
  }[];
  /**
   * Number of records with other values.
   */
  others: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FacetsResponse".
 */
export interface FacetsResponse {
  /**
   * Number of records that match the query.
   */
  total: number;
  facets: Facet[];
}
/**
 * Findings by the week in which the vendor first found them, oldest first, including empty weeks.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WeeksResponse".
 */
export interface WeeksResponse {
  weeks: {
    /**
     * Monday of the week, in UTC.
     */
    week: string;
    /**
     * Severity ("1" to "5") → number of findings.
     */
    severities: {
      [k: string]: number;
    };
  }[];
  /**
   * Number of findings that were first found before the first week.
   */
  older: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EntityCount".
 */
export interface EntityCount {
  entity: string;
  connectionId: string;
  connection: string;
  /**
   * Stored records, including deleted ones.
   */
  records: number;
  /**
   * Records that a complete run no longer contained.
   */
  deleted: number;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EntitiesResponse".
 */
export interface EntitiesResponse {
  entities: EntityCount[];
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EntityItem".
 */
export interface EntityItem {
  id: number;
  entity: string;
  /**
   * null if the entity has none: each run appends its records.
   */
  identity: string | null;
  connectionId: string;
  connection: string;
  firstSeenOn: string;
  lastSeenOn: string;
  changedOn: string;
  /**
   * Time of the first complete run without it.
   */
  deletedOn: string | null;
  /**
   * Run that last wrote it.
   */
  runId: string;
  record: {
    [k: string]: unknown;
  };
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RecordsResponse".
 */
export interface RecordsResponse {
  items: EntityItem[];
  /**
   * `after` of the next page.
   */
  next: string | null;
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QueryRequest".
 */
export interface QueryRequest {
  entity: 'asset' | 'finding';
  text: string;
  /**
   * Cursor offset in characters; requests completions.
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
   * Includes a suggestion, if any.
   */
  message: string;
  fix: string;
  /**
   * Offset in characters.
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
 * via the `definition` "QueryResponse".
 */
export interface QueryResponse {
  issues: QueryIssue[];
  /**
   * Normalized query; null when it has issues.
   */
  q: string | null;
  /**
   * Best first; an option replaces the text between `from` and `to`. Empty without a cursor.
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
   * Names, codes and counts; no values.
   */
  detail: {
    [k: string]: unknown;
  };
}
/**
 * Newest first.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditResponse".
 */
export interface AuditResponse {
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
   * Hash of the last entry; a copy stored elsewhere detects a truncated log.
   */
  head: string;
  /**
   * First entry that was changed or breaks the chain.
   */
  brokenAt: number | null;
}
