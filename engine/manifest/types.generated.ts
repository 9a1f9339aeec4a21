/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * JSONata. Conditions on what is sent see {settings, filters, cursor, window, job, <parent>} as input, secrets left out; expressions on a page see the page, those on an item see the item, with the rest as $settings, $<parent>, $run.
 */
export type Expression = string;
/**
 * Handlebars text. Names: settings, filters, cursor, window, job, session, and each parent by the name that `as` gives it. Helpers: default, lower, upper, base64, date. An unknown name is an error.
 */
export type Template = string;
/**
 * How requests are authorized; `type` chooses the scheme.
 */
export type Auth =
  | NoAuth
  | ApiKeyAuth
  | BasicAuth
  | BearerAuth
  | OAuth2Auth
  | SessionAuth
  | HmacAuth
  | JwtAuth
  | AwsSigV4Auth
  | AnyOfAuth;
/**
 * ISO 8601 duration, or a template that gives one. Fractions of a second are allowed.
 */
export type Duration = string;
export type Statuses = number[];
/**
 * A query value: a template, a constant, several values of one name, or a composite of clauses. A composite with no clause left is not sent.
 */
export type Parameter = Template | (number | boolean) | Template[] | Composite | Clause;
/**
 * JSONata over the answer's body, or the name of a header or cookie.
 */
export type Capture =
  | Expression
  | {
      header: string;
    }
  | {
      cookie: string;
    };
export type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8';
/**
 * First rule that holds decides; a stream's own rules go before the defaults. Without a rule: retry's statuses are retried, 401 reauthenticates once, other 4xx and 5xx fail, skipOn skips.
 */
export type ErrorRules = ErrorRule[];
/**
 * How the next page is asked for; `type` chooses.
 */
export type Paginator = NoPaginator | PageNumberPaginator | OffsetPaginator | CursorPaginator | NextUrlPaginator;
/**
 * Where the position goes; json and form write into the request's body.
 */
export type Into = 'query' | 'json' | 'form';
/**
 * Items of a full page: a number, or a template of the settings that gives one.
 */
export type PageSize = number | string;
/**
 * Conditions; the first that is true ends the stream.
 */
export type Stop = ('totalPages' | 'totalRecords' | 'hasMore' | 'nextAbsent' | 'emptyPage' | 'shortPage')[];
/**
 * More pages than this are an error.
 */
export type MaxPages = number;
/**
 * How a body becomes items; JSON unless said otherwise.
 */
export type Decoder = JsonDecoder | NdjsonDecoder | CsvDecoder | XmlDecoder;
export type Name = string;
/**
 * How a time is written: rfc3339 (UTC, milliseconds), rfc3339Seconds, date (yyyy-MM-dd), epochSeconds, epochMillis, or a pattern of yyyy MM dd HH mm ss SSS in the given zone.
 */
export type TimeFormat = string;
/**
 * RFC 3339, or a signed ISO 8601 duration counted from the start of the run, or a template that gives either.
 */
export type Instant = string;
export type Lookup = JoinLookup | FetchLookup;
export type Field = Expression | FieldSpec;

/**
 * A connector as data: what it asks for, how it signs in, which streams it reads, how their items become assets and findings. JSONata reads and computes, Handlebars writes what is sent.
 */
export interface Manifest {
  /**
   * Path of this schema, for completion in editors.
   */
  $schema?: string;
  /**
   * Version of the manifest's vocabulary. Older ones are upgraded in memory; validate --fix writes the upgrade.
   */
  manifestVersion: 1;
  /**
   * Name of the connector and of its folder.
   */
  id: string;
  /**
   * Version of this connector.
   */
  version: string;
  /**
   * Display name.
   */
  title: string;
  about: About;
  settings: SettingsSchema;
  baseUrl: Template;
  /**
   * Every origin the connector may connect to: a URL (its origin counts), or host[:port], which means https. Anything else is refused, links and redirects included; checked on the parsed URL after rendering.
   */
  allowedHosts: Template[];
  auth: Auth;
  defaults?: Defaults;
  /**
   * What is read, by name.
   */
  streams: {
    [k: string]: Stream;
  };
  /**
   * Value tables, by name.
   */
  enums?: {
    [k: string]: EnumSpec;
  };
  /**
   * How a stream's items become records, by name.
   */
  maps: {
    [k: string]: MapSpec;
  };
  /**
   * What a user may filter, by the stream that is narrowed.
   */
  filters?: {
    [k: string]: FilterSpec;
  };
  check?: CheckSpec;
  /**
   * The recorded cases: <case> names recordings/<case>.json and expected/<case>.json in the connector's folder.
   */
  samples?: {
    [k: string]: SampleSpec;
  };
}
/**
 * What the guide shows, and the constants that each record carries (source, vendorProductName).
 */
export interface About {
  vendor: string;
  product: string;
  /**
   * Goes into each asset's source.
   */
  source: string;
  /**
   * Goes into each finding's vendorProductName.
   */
  vendorProductName: string;
  category: string;
  /**
   * Asset types that the maps write; a user may select among them.
   */
  assetTypes: ('WEB_APPLICATION' | 'CODE_REPO' | 'GENERIC_APPLICATION' | 'HOST')[];
  /**
   * Finding types; a user may select among them.
   */
  findingTypes: string[];
  integration: string;
  direction: 'unidirectional' | 'bidirectional';
  /**
   * Whether later runs read only what changed.
   */
  delta: boolean;
  /**
   * What the connector does, in a paragraph.
   */
  summary: string;
  /**
   * Supported versions and editions.
   */
  supported?: string;
  /**
   * Further rows of the details table.
   */
  details?: Labelled[];
  links?: Link[];
  /**
   * What must be true before the set-up.
   */
  prerequisites?: string[];
  credentials?: Credentials;
  /**
   * What the account must be allowed to read.
   */
  permissions?: Permission[];
  /**
   * What is read and what is not, in paragraphs.
   */
  dataAccess?: string[];
  keyRotation?: string;
  /**
   * Data types that a run pulls.
   */
  scope?: Labelled[];
  /**
   * What the guide says of filters, beyond the filters themselves.
   */
  filtering?: string;
  /**
   * Paragraphs.
   */
  howItWorks?: string[];
  /**
   * Queries that show the imported data.
   */
  viewing?: Viewing[];
  troubleshooting?: Trouble[];
  /**
   * Where this connector knowingly differs from the vendor's or the product's documentation, and why.
   */
  notes?: string[];
}
export interface Labelled {
  label: string;
  text: string;
}
export interface Link {
  title: string;
  url: string;
}
/**
 * How the user gets the credentials.
 */
export interface Credentials {
  title?: string;
  steps: string[];
  notes?: string[];
}
export interface Permission {
  entity: string;
  permission: string;
  note?: string;
}
export interface Viewing {
  what: string;
  query: string;
  where?: string;
}
export interface Trouble {
  issue: string;
  resolution: string;
}
/**
 * A JSON Schema object of flat settings: what a connection asks for. Drives the wizard, the guide and the config check.
 */
export interface SettingsSchema {
  type: 'object';
  required?: string[];
  properties: {
    [k: string]: SettingSchema;
  };
}
export interface SettingSchema {
  type: 'string' | 'integer' | 'number' | 'boolean';
  /**
   * Label.
   */
  title: string;
  /**
   * What it is and where to get it.
   */
  description?: string;
  examples?: unknown[];
  /**
   * Value when absent.
   */
  default?: string | number | boolean;
  derive?: Expression;
  /**
   * The only values that are valid.
   */
  enum?: (string | number)[];
  /**
   * Well-known values to pick from; others stay valid unless enum says otherwise.
   */
  choices?: Choice[];
  /**
   * Checked form of a text; timeZone is an IANA name.
   */
  format?: 'uri' | 'date' | 'date-time' | 'email' | 'hostname' | 'uuid' | 'timeZone';
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  /**
   * A secret: sealed at rest, never shown, usable in auth only.
   */
  writeOnly?: boolean;
  /**
   * Declared so that one config serves several connectors of a vendor; this one need not use it.
   */
  shared?: boolean;
  /**
   * Shown among the advanced settings.
   */
  advanced?: boolean;
}
export interface Choice {
  value: string | number;
  title: string;
}
/**
 * No credentials.
 */
export interface NoAuth {
  type: 'none';
}
/**
 * A key in a header, a query parameter or a cookie.
 */
export interface ApiKeyAuth {
  type: 'apiKey';
  into: 'header' | 'query' | 'cookie';
  name: string;
  value: Template;
}
/**
 * HTTP Basic (RFC 7617).
 */
export interface BasicAuth {
  type: 'basic';
  username: Template;
  password: Template;
}
/**
 * A fixed bearer token (RFC 6750).
 */
export interface BearerAuth {
  type: 'bearer';
  token: Template;
}
/**
 * OAuth 2.0 (RFC 6749): a token from the token endpoint, renewed before it ends.
 */
export interface OAuth2Auth {
  type: 'oauth2';
  grant: 'client_credentials' | 'refresh_token' | 'password';
  tokenUrl: Template;
  clientId?: Template;
  clientSecret?: Template;
  /**
   * Whether client id and secret go into the form or into a Basic header.
   */
  clientAuth?: 'body' | 'header';
  scopes?: Template[];
  refreshToken?: Template;
  /**
   * Whether each answer brings the refresh token to use next (RFC 6749 §6); it is then kept in the state.
   */
  rotates?: boolean;
  username?: Template;
  password?: Template;
  /**
   * Further form fields.
   */
  parameters?: {
    [k: string]: Template;
  };
  headers?: {
    [k: string]: Template;
  };
  ttl?: Duration;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  inject?: Inject;
}
/**
 * Where a credential goes.
 */
export interface Inject {
  into: 'header' | 'query' | 'cookie';
  name: string;
  value: Template;
}
/**
 * One or more login requests whose answers give what later requests carry.
 */
export interface SessionAuth {
  type: 'session';
  /**
   * Sent in order; each sees the captures of those before as {{session.<name>}}.
   */
  login: LoginStep[];
  ttl?: Duration;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  inject: Inject | Inject[];
}
export interface LoginStep {
  request: RequestSpec;
  /**
   * Name → where its value stands. The name expiresAt sets the lifetime (a date-time, or epoch seconds).
   */
  capture?: {
    [k: string]: Capture;
  };
}
/**
 * One request. Each place escapes in its own way: path segments and query values percent-encoded, forms form-encoded, JSON built as JSON.
 */
export interface RequestSpec {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path?: Template;
  url?: Template;
  query?: {
    [k: string]: Parameter;
  };
  headers?: {
    [k: string]: Template;
  };
  /**
   * A JSON body; its texts are templates. A text that is a single {{name}} keeps the value's own type.
   */
  json?: {
    [k: string]: unknown;
  };
  /**
   * A form-encoded body.
   */
  form?: {
    [k: string]: Template;
  };
  text?: Template;
  /**
   * Whether a request that is not GET may be sent again after a failure without doing harm.
   */
  repeatable?: boolean;
}
/**
 * Clauses that hold, joined: how a user's filter, a fixed filter and a cursor meet in one parameter.
 */
export interface Composite {
  join: string;
  clauses: Clause[];
}
export interface Clause {
  value: Template;
  when?: Expression;
}
/**
 * Each attempt is signed anew with a keyed hash (RFC 2104). Names: values below, nonce, timestamp, bodyHash, request.method, request.host, request.path, request.query, request.pathWithQuery (exactly as on the wire), and signature in inject.
 */
export interface HmacAuth {
  type: 'hmac';
  algorithm: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /**
   * Named texts for sign and inject.
   */
  values?: {
    [k: string]: CredentialValue;
  };
  key: CredentialValue;
  nonce?: Nonce;
  timestamp?: 'epochMillis' | 'epochSeconds' | 'rfc3339' | 'rfc3339Seconds' | 'basic' | 'httpDate';
  /**
   * Key chain: each step's key is the hash of its message under the key before.
   */
  derive?: DeriveStep[];
  bodyHash?: BodyHash;
  sign: Template;
  encode?: Encoding;
  inject: Inject | Inject[];
}
export interface CredentialValue {
  value: Template;
  /**
   * Only what follows the last of these is used; the whole where it is not found.
   */
  afterLast?: string;
  decode?: Encoding;
}
export interface Nonce {
  bytes: number;
  encode?: Encoding;
}
export interface DeriveStep {
  message: Template;
  decode?: Encoding;
}
/**
 * Makes {{bodyHash}}.
 */
export interface BodyHash {
  algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512';
  encode: Encoding;
}
/**
 * A signed assertion (RFC 7519), sent as the bearer token, or traded for one at a token endpoint (RFC 7523).
 */
export interface JwtAuth {
  type: 'jwt';
  algorithm: 'HS256' | 'HS384' | 'HS512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';
  key: CredentialValue;
  keyId?: Template;
  /**
   * iat, exp and jti are added.
   */
  claims: {
    [k: string]: Template | number | boolean;
  };
  lifetime?: Duration;
  exchange?: JwtExchange;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  inject?: Inject;
}
export interface JwtExchange {
  tokenUrl: Template;
  parameters?: {
    [k: string]: Template;
  };
  scopes?: Template[];
}
/**
 * AWS Signature Version 4.
 */
export interface AwsSigV4Auth {
  type: 'awsSigV4';
  accessKeyId: Template;
  secretAccessKey: Template;
  sessionToken?: Template;
  region: Template;
  service: Template;
}
/**
 * The first choice whose condition on the settings is true.
 */
export interface AnyOfAuth {
  type: 'anyOf';
  choices: AuthChoice[];
}
export interface AuthChoice {
  when?: Expression;
  auth: Auth;
}
/**
 * What streams inherit unless they say otherwise.
 */
export interface Defaults {
  /**
   * Partitions of a stream that are read at the same time.
   */
  concurrency?: number;
  timeout?: Duration;
  rateLimit?: RateLimit;
  retry?: Retry;
  budget?: Budget;
  errors?: ErrorRules;
  paginator?: Paginator;
  headers?: {
    [k: string]: Template;
  };
}
/**
 * Requests at most in a span; one limiter per credential for all its streams.
 */
export interface RateLimit {
  limit: number;
  per: Duration;
}
/**
 * When an attempt fails for a passing reason.
 */
export interface Retry {
  /**
   * Attempts of one request, the first included.
   */
  attempts?: number;
  baseDelay?: Duration;
  maxDelay?: Duration;
  statuses?: Statuses;
  /**
   * Retries of a whole run at most.
   */
  budget?: number;
}
/**
 * What one run may take at most: when it is used up the run ends with RUN_BUDGET_SPENT, and the next one goes on.
 */
export interface Budget {
  time?: Duration;
  /**
   * Bytes of answers, unpacked.
   */
  bytes?: number;
  /**
   * Items of one page.
   */
  items?: number;
  /**
   * Rejects that are stored of one stream, over all workers. The run continues: it counts the others and reports them with the warning REJECTS_NOT_STORED.
   */
  rejects?: number;
}
export interface ErrorRule {
  status?: Statuses;
  when?: Expression;
  action: 'retry' | 'fail' | 'skipPartition' | 'reauthenticate' | 'endOfPages';
  /**
   * For fail.
   */
  code?:
    | 'AUTH_REJECTED'
    | 'PERMISSION_DENIED'
    | 'REQUEST_REFUSED'
    | 'NOT_FOUND'
    | 'FILTER_REJECTED'
    | 'RATE_LIMITED'
    | 'VENDOR_UNAVAILABLE';
  /**
   * For fail: what the user should do.
   */
  fix?: string;
}
/**
 * One page.
 */
export interface NoPaginator {
  type: 'none';
}
/**
 * Pages counted from firstPage.
 */
export interface PageNumberPaginator {
  type: 'pageNumber';
  into?: Into;
  pageParam: string;
  firstPage?: number;
  sizeParam?: string;
  size?: PageSize;
  stop: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
}
/**
 * An offset with a limit, or a half-open window from offsetParam to toParam.
 */
export interface OffsetPaginator {
  type: 'offset';
  into?: Into;
  offsetParam: string;
  limitParam?: string;
  /**
   * Carries offset + limit.
   */
  toParam?: string;
  firstOffset?: number;
  limit: PageSize;
  stop: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
}
/**
 * A token from the page before.
 */
export interface CursorPaginator {
  type: 'cursor';
  into?: Into;
  cursorParam: string;
  sizeParam?: string;
  size?: PageSize;
  /**
   * Where the token stands.
   */
  from: 'body' | 'header' | 'lastItem';
  cursor?: Expression;
  /**
   * Name of the header that holds the token.
   */
  header?: string;
  stop?: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
}
/**
 * A link to the next page; relative ones are resolved, URI templates never followed.
 */
export interface NextUrlPaginator {
  type: 'nextUrl';
  from: 'body' | 'linkHeader';
  url?: Expression;
  sizeParam?: string;
  size?: PageSize;
  stop?: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
}
/**
 * One list that the vendor gives.
 */
export interface Stream {
  /**
   * Name in the guide's API table.
   */
  title?: string;
  /**
   * Note in the guide's API table.
   */
  description?: string;
  when?: Expression;
  request?: RequestSpec;
  job?: Job;
  decoder?: Decoder;
  records: Expression;
  absentWhen?: Expression;
  /**
   * Paths of an item that identify it: partition names, lookups and repeats go by them.
   */
  key: string[];
  partition?: Partition;
  paginator?: Paginator;
  incremental?: Incremental;
  window?: Window;
  /**
   * Items of other streams that each item is given, by the name it has in expressions ($name).
   */
  lookup?: {
    [k: string]: Lookup;
  };
  /**
   * Items of one partition at most.
   */
  limit?: number;
  errors?: ErrorRules;
  timeout?: Duration;
}
/**
 * An asynchronous report: created, polled until done, then fetched page by page.
 */
export interface Job {
  create: JobCreate;
  poll: JobPoll;
  fetch: RequestSpec;
}
export interface JobCreate {
  request: RequestSpec;
  /**
   * Name → where its value stands; {{job.<name>}} in poll and fetch.
   */
  capture: {
    [k: string]: Capture;
  };
}
export interface JobPoll {
  request: RequestSpec;
  status: Expression;
  states: {
    [k: string]: 'pending' | 'done' | 'failed';
  };
  /**
   * What a status outside states means.
   */
  unknown?: 'pending' | 'fail';
  interval?: Duration;
  timeout?: Duration;
}
export interface JsonDecoder {
  type: 'json';
}
export interface NdjsonDecoder {
  type: 'ndjson';
}
export interface CsvDecoder {
  type: 'csv';
  delimiter?: string;
  /**
   * Names of the columns when the first line does not hold them.
   */
  columns?: string[];
}
export interface XmlDecoder {
  type: 'xml';
}
/**
 * The stream is read once per item of its parent.
 */
export interface Partition {
  parent: Name;
  as: Name;
  where?: Expression;
  concurrency?: number;
  skipOn?: Statuses;
}
/**
 * Later runs read only what changed: {{cursor.start}} is where to begin, absent on a full run.
 */
export interface Incremental {
  /**
   * Path of the item's field that grows with each change.
   */
  cursor: string;
  type: 'datetime' | 'number' | 'text';
  format?: TimeFormat;
  zone?: Template;
  /**
   * One cursor for the stream, or one per partition.
   */
  scope?: 'stream' | 'partition';
  lookback?: Duration;
  /**
   * The vendor cannot filter: everything is read, and what is older than the cursor is dropped here.
   */
  clientSide?: boolean;
  when?: Expression;
}
/**
 * A history cut into spans that touch and never overlap: {{window.start}} and {{window.end}} in the request.
 */
export interface Window {
  length: Duration;
  start: Instant;
  end?: Instant;
  format?: TimeFormat;
  zone?: Template;
}
/**
 * The item of another stream whose key equals this item's value (compared as texts).
 */
export interface JoinLookup {
  type: 'join';
  stream: Name;
  key: Expression;
  value: Expression;
  /**
   * reject: PARENT_NOT_FOUND.
   */
  unmatched?: 'reject' | 'keep';
}
/**
 * The first item of another stream that is partitioned by this one, read for each item.
 */
export interface FetchLookup {
  type: 'fetch';
  stream: Name;
  when?: Expression;
}
export interface EnumSpec {
  /**
   * The vendor's value, as text → the target's.
   */
  values: {
    [k: string]: string | number;
  };
  /**
   * What a value outside the table means: the record is rejected, the field left out, the value passed on, or another value taken.
   */
  unmapped:
    | ('reject' | 'omit' | 'pass')
    | {
        to: string | number;
      };
  /**
   * loose ignores case, spaces, _ and -.
   */
  match?: 'exact' | 'loose';
}
export interface MapSpec {
  title?: string;
  from: Name;
  /**
   * Target entity.
   */
  to: 'asset' | 'finding';
  where?: Expression;
  /**
   * Target field, its path dotted → the expression that fills it. source (assets) and vendorProductName (findings) come from about unless mapped here.
   */
  fields: {
    [k: string]: Field;
  };
}
export interface FieldSpec {
  value: Expression;
  /**
   * Part of what identifies the record: one identity is written once a run.
   */
  identity?: boolean;
  /**
   * Name of the enum that translates the value.
   */
  enum?: string;
  /**
   * Conversion of the value.
   */
  as?:
    | 'string'
    | 'integer'
    | 'number'
    | 'datetime'
    | 'epochSeconds'
    | 'epochMillis'
    | 'plainText'
    | 'cleanText'
    | 'list'
    | 'csvList'
    | 'cwe'
    | 'cve'
    | 'url';
  zone?: Template;
  /**
   * Shown beside the row in the guide.
   */
  note?: string;
}
export interface FilterSpec {
  /**
   * odata is checked before anything is sent.
   */
  syntax: 'odata' | 'text';
  title: string;
  description?: string;
  examples: string[];
  /**
   * Fields that the vendor can filter by.
   */
  fields?: Labelled[];
}
/**
 * What Test Connection asks of the vendor beyond the defaults: authorization asks for the first page of every selected stream (of a job, its creation over the last day).
 */
export interface CheckSpec {
  /**
   * Streams that are not touched.
   */
  skip?: Name[];
  /**
   * What to do when the vendor answers that reading is not permitted.
   */
  permissionFix?: string;
  /**
   * What to do when the vendor refuses the credentials.
   */
  authenticationFix?: string;
}
export interface SampleSpec {
  description: string;
}
