/* Generated from studio/server/schemas/ by `npm run gen:api`: edit the schemas, never this file. */

/**
 * ok; empty: optional and without a value; missing: required and without a value; unmapped: the enum does not hold it; type: a conversion or the target schema refuses it; error: the expression fails.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TargetStatus".
 */
export type TargetStatus = 'ok' | 'empty' | 'missing' | 'unmapped' | 'type' | 'error';

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
