/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * JSONata expression. The input of a request condition is {settings, filters, cursor, window, job, page, <parent>}, without secrets. The input of a page expression is the page and the input of an item expression is the item; both can also use $settings, $<parent>, $run, and $window and $cursor if the stream has them.
 */
export type Expression = string;
/**
 * Remark for readers of the manifest, such as the evidence of an inferred value. It has no effect on a run. The guide shows those of fields.
 */
export type Note = string;
/**
 * Handlebars template. Variables: settings, filters, cursor, window, job, session, page (in the stream's own request), and each partition value by its `as` name. Helpers: default, lower, upper, base64, join, date. An unknown name is an error.
 */
export type Template = string;
/**
 * Authentication of requests. `type` selects the scheme.
 */
export type Auth =
  | NoAuth
  | ApiKeyAuth
  | BasicAuth
  | BearerAuth
  | DigestAuth
  | OAuth2Auth
  | SessionAuth
  | HmacAuth
  | JwtAuth
  | AwsSigV4Auth
  | AnyOfAuth
  | AllAuth;
/**
 * Origins that receive the credentials, in the format of allowedHosts. Requests to other allowed hosts are sent without them. Default: the origin of baseUrl.
 */
export type Origins = Template[];
/**
 * Part of the request that carries the credential. It replaces a value of the same name. path replaces {name} in the path of the URL; json and form set a field of the body, where json accepts a JSON pointer.
 */
export type CredentialTarget = 'header' | 'query' | 'cookie' | 'path' | 'json' | 'form';
/**
 * Signature algorithm (RFC 7518): HMAC (HS), RSA (RS, PS), ECDSA (ES) or EdDSA.
 */
export type JwtAlgorithm =
  'HS256' | 'HS384' | 'HS512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';
/**
 * Encoding of bytes as text.
 */
export type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8';
/**
 * ISO 8601 duration, or a template that renders one. Fractions of a second are allowed.
 */
export type Duration = string;
/**
 * HTTP status codes.
 */
export type Statuses = number[];
/**
 * Query parameter or form field: a value, a list of values, a value with a condition or a style, or a composite of clauses. A parameter without a value is not sent; null counts as no value.
 */
export type Parameter = Values | Styled | Composite;
/**
 * Value, or list of values.
 */
export type Values = Value | Value[];
/**
 * Value to send: a template, a constant, or an expression.
 */
export type Value = Template | (number | boolean) | Computed;
/**
 * Header: a value, or a value with a condition. A header without a value is not sent.
 */
export type Header = Value | Clause;
/**
 * Part of a multipart body: a value, or a value with a file name, a content type or a condition. A part without a value is not sent.
 */
export type Part = Value | PartSpec;
/**
 * Name of an entry of `auths`, `default` for the manifest's `auth`, or `none` for no credentials.
 */
export type AuthName = string;
/**
 * JSONata over the response body ($status is the HTTP status code, and $headers are the headers), or the name of a header or cookie.
 */
export type Capture =
  | Expression
  | {
      /**
       * Name of the response header.
       */
      header: string;
    }
  | {
      /**
       * Name of the cookie that the response sets.
       */
      cookie: string;
    };
/**
 * Number of concurrent reads: 1 to 64, or a template over the settings that renders it.
 */
export type Concurrency = number | string;
/**
 * Time to wait: a fixed duration, or a value of the response (a header, or an expression). If the response does not contain the value, its Retry-After and RateLimit headers apply.
 */
export type Wait = Duration | HeaderWait | ExprWait;
/**
 * Meaning of the value. auto: seconds, an epoch time if the number has ten or more digits, or a date (HTTP date or RFC 3339).
 */
export type WaitUnit = 'auto' | 'seconds' | 'milliseconds' | 'minutes' | 'date' | 'epochSeconds' | 'epochMillis';
/**
 * Value of a response: a header, or an expression.
 */
export type ResponseValue =
  | {
      /**
       * Name of the response header.
       */
      header: string;
    }
  | {
      expr: Expression;
    };
/**
 * Rules for responses, also of login and token requests, where only the actions retry and fail apply. The first rule whose conditions are true applies; a rule with `status` or `when` may also match a 2xx response; a stream's own rules precede the defaults. Without a matching rule, the statuses in retry are retried, 401 reauthenticates once, the statuses in skipOn skip the partition, and any other 4xx or 5xx fails.
 */
export type ErrorRules = ErrorRule[];
/**
 * Pagination of a stream. `type` selects the strategy. The position of a page is any JSON value. Either a `…Param` carries it, or the request contains `{{page.position}}`: also in the path, a header, or anywhere in the body. Expressions of the paginator see the page as their input, and `$page` = {position, number, size, count, headers, lastItem, after, previous}.
 */
export type Paginator = NoPaginator | PageNumberPaginator | OffsetPaginator | CursorPaginator | NextUrlPaginator;
/**
 * Part of the request that carries the page parameters. json and form write into the body. In json, a parameter that starts with a slash is a JSON pointer, such as /variables/after. Lists and objects are sent as JSON, also in query, form and header.
 */
export type Into = 'query' | 'json' | 'form' | 'header';
/**
 * Parameter that carries the position: a name, or a JSON pointer if `into` is json. Omit it if the request contains {{page.position}}.
 */
export type PositionParam = string;
/**
 * Parameter that carries the page size: a name, or a JSON pointer if `into` is json.
 */
export type SizeParam = string;
/**
 * Number of items of a full page: a number, or a template over the settings that renders one.
 */
export type PageSize = number | string;
/**
 * Stop conditions. The first one that is true ends the list. `totalPages`: as many pages as the total were read. `totalRecords`: as many items as the total were requested and read. `hasMore`: the vendor reports that nothing follows. `nextAbsent`: the response contains no next token or link. `emptyPage`: the page contains no items. `shortPage`: the page contains fewer items than a full page; it does not apply while a total, or `hasMore`, reports that more follows. `repeatedPage`: the vendor repeats its last page for every position after it; the repeated items are dropped. `repeatedToken`: the vendor returns the requested token again on the last page.
 */
export type Stop = (
  | 'totalPages'
  | 'totalRecords'
  | 'hasMore'
  | 'nextAbsent'
  | 'emptyPage'
  | 'shortPage'
  | 'repeatedPage'
  | 'repeatedToken'
)[];
/**
 * Maximum number of pages. Exceeding it is an error.
 */
export type MaxPages = number;
/**
 * Maximum items that the vendor returns for one list, such as 10000. When a list reaches it, the next one continues by `continueBy`; otherwise the stream's time `window` is read again in halves; otherwise the run warns that items are missing (RESULTS_CAPPED).
 */
export type MaxResults = number;
/**
 * Name: a letter, then letters, digits and underscores.
 */
export type Name = string;
/**
 * Format of the response body. Default: JSON.
 */
export type Decoder = JsonDecoder | NdjsonDecoder | LinesDecoder | CsvDecoder | XmlDecoder;
/**
 * Container of the body, in addition to HTTP compression. Bodies that begin with the signature of gzip or zip are unpacked, up to three layers deep, whatever the value; none leaves them packed. The documents of a zip archive are decoded one after the other; the last one is the page for expressions.
 */
export type Container = 'auto' | 'gzip' | 'zip' | 'none';
/**
 * Name of the files to read from a zip archive, with the wildcards * and ?. Without a slash, it matches files in any folder. Default: all files, in the order of the archive's directory.
 */
export type ArchiveEntry = string;
/**
 * Charset of the body, as in the WHATWG Encoding Standard. Default: the byte order mark, the charset of the Content-Type header (unless the body is valid UTF-8), the XML declaration, or utf-8.
 */
export type Charset = string;
/**
 * Dotted paths of texts that are JSON documents: each is replaced by its value. A path that begins with that of records is read in each item, another one in the page; it passes through lists.
 */
export type ParsedFields = string[];
/**
 * Name of an entity: letters, digits and underscores, with spaces, hyphens and dots between them.
 */
export type EntityName = string;
/**
 * Literal list, or an expression over {settings, filters, <preceding sources>} that returns one.
 */
export type PartitionList = (string | number | boolean | {})[] | ComputedList;
/**
 * Format of a time: rfc3339 (UTC, milliseconds), rfc3339Seconds, rfc3339Micros, rfc3339Nanos, rfc2822, date (yyyy-MM-dd), epochSeconds, epochMillis, epochMicros, epochNanos, or a pattern in the given zone. Parts of a pattern: yyyy, yy, MM, M, MMM (Jan), MMMM (January), dd, d, EEE (Mon), EEEE, HH, H, hh, h, a (AM/PM), mm, m, ss, s, S to SSSSSSSSS (fraction of a second), xxx (+01:00), xx (+0100), XXX and XX (the same, Z for UTC). Other letters are literal, as is text in single quotes.
 */
export type TimeFormat = string;
/**
 * IANA time zone, or a template that renders one.
 */
export type Zone = string;
/**
 * RFC 3339 timestamp, signed ISO 8601 duration relative to the start of the run, or a template that renders either.
 */
export type Instant = string;
/**
 * Related item of another stream: the one with an equal key (join), or one that is fetched for each item (fetch).
 */
export type Lookup = JoinLookup | FetchLookup;
/**
 * JSON Schema (draft 7) of a record, or the path of a file with one, relative to the manifest and within its folder. A record that does not match is rejected. Without a schema, every object is accepted.
 */
export type EntitySchema = JsonSchema | string;
/**
 * Record to keep if a run reads several with the same identity: the first, the last, or the newest by a field of the record with a time or a number (of equal ones, the last). Stated once per entity: by the entity or by one of its maps. Default: newestBy the first field with a name such as lastUpdatedOn, updated_at or lastModified, else lastFoundOn or last_seen, else last. The run report counts the others.
 */
export type Duplicates = ('first' | 'last') | NewestBy;
/**
 * Value of a field: an expression, or an expression with its conversion, enum or identity.
 */
export type Field = Expression | FieldSpec;

/**
 * Declarative definition of a connector: its settings, authentication, streams, its entities, and the maps that turn items into their records. JSONata expressions read and compute values; Handlebars templates render requests.
 */
export interface Manifest {
  /**
   * Path of this schema. Enables completion in editors.
   */
  $schema?: string;
  /**
   * Version of the manifest format. Older versions are upgraded in memory; validate --fix writes the upgraded manifest.
   */
  manifestVersion: 2;
  /**
   * ID of the connector, identical to the name of its folder.
   */
  id: string;
  /**
   * Semantic version of the connector.
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
   * Origins that the connector may connect to. Each is a URL, of which only the origin is used, or host[:port], which implies https. Requests to any other origin are refused, including page links and redirects. The check uses the parsed URL after rendering. A wildcard, *.<domain>, allows all hosts below a domain, for download links whose hosts are known only from a response: for requests of streams with "auth": "none" and, without a body, for redirects. They use https, carry no credentials, and never reach private addresses, even if the operator allows those for other hosts.
   */
  allowedHosts: Template[];
  auth: Auth;
  tls?: Tls;
  /**
   * Further authentications by name. A stream or a request selects one by its `auth`; each has its own session.
   */
  auths?: {
    [k: string]: Auth;
  };
  defaults?: Defaults;
  /**
   * Streams by name.
   */
  streams: {
    [k: string]: Stream;
  };
  /**
   * Enums by name. An enum translates the vendor's values into target values.
   */
  enums?: {
    [k: string]: EnumSpec;
  };
  /**
   * Entities by name: the kinds of records that the connector produces. asset and finding are built in and are not declared here. A pass-through stream (see emit) produces records of an entity with its own name or the name in emit.as, which may be declared here to give it a schema, an identity or a title.
   */
  entities?: {
    [k: string]: EntitySpec;
  };
  /**
   * Maps by name. A map turns the items of a stream into records of an entity. Several maps may read the same stream.
   */
  maps: {
    [k: string]: MapSpec;
  };
  /**
   * Filters that a user can set, by stream name.
   */
  filters?: {
    [k: string]: FilterSpec;
  };
  check?: CheckSpec;
  /**
   * Recorded cases. A case named <case> consists of recordings/<case>.json and expected/<case>.json in the connector's folder.
   */
  samples?: {
    [k: string]: SampleSpec;
  };
}
/**
 * Content of the connector's guide, and the constants of each record (source, vendorProductName).
 */
export interface About {
  /**
   * Name of the vendor.
   */
  vendor: string;
  /**
   * Name of the vendor's product.
   */
  product: string;
  /**
   * Value of source in each asset. Default: the vendor.
   */
  source: string;
  /**
   * Value of vendorProductName in each finding. Default: vendor and product.
   */
  vendorProductName: string;
  /**
   * Category of the product in the guide.
   */
  category: string;
  /**
   * Asset types that the maps produce. A user can select a subset.
   */
  assetTypes: (
    | 'WEB_APPLICATION'
    | 'CODE_REPO'
    | 'GENERIC_APPLICATION'
    | 'HOST'
    | 'CONTAINER_IMAGE'
    | 'CLOUD_RESOURCE'
    | 'API'
    | 'MOBILE_APPLICATION'
  )[];
  /**
   * Finding types that the maps produce. A user can select a subset.
   */
  findingTypes: string[];
  /**
   * Type of integration, for the details table of the guide.
   */
  integration: string;
  /**
   * Direction of the data flow: unidirectional reads from the vendor; bidirectional also writes to it.
   */
  direction: 'unidirectional' | 'bidirectional';
  /**
   * If true, runs after the first one read only changes.
   */
  delta: boolean;
  /**
   * Summary of the connector, in one paragraph.
   */
  summary: string;
  /**
   * Supported versions and editions of the product.
   */
  supported?: string;
  /**
   * Additional rows of the details table.
   */
  details?: Labelled[];
  /**
   * Links to the vendor's documentation.
   */
  links?: Link[];
  /**
   * Prerequisites of the setup.
   */
  prerequisites?: string[];
  credentials?: Credentials;
  /**
   * Permissions that the account needs.
   */
  permissions?: Permission[];
  /**
   * Data that the connector reads and does not read, one paragraph per entry.
   */
  dataAccess?: string[];
  /**
   * Steps to replace the credentials.
   */
  keyRotation?: string;
  /**
   * Data types that a run imports.
   */
  scope?: Labelled[];
  /**
   * Notes on filtering, shown after the list of filters.
   */
  filtering?: string;
  /**
   * Description of the sync, one paragraph per entry.
   */
  howItWorks?: string[];
  /**
   * Queries that list the imported data.
   */
  viewing?: Viewing[];
  /**
   * Known problems and their solutions.
   */
  troubleshooting?: Trouble[];
  /**
   * Deliberate differences from the vendor's or the product's documentation, with the reason.
   */
  notes?: string[];
  /**
   * Documents that the facts in the manifest come from: the vendor's references, OpenAPI documents and clients.
   */
  sources?: Source[];
  /**
   * Evidence for each part of the connector. The guide and the list of connectors show it.
   */
  verified?: Verification[];
}
/**
 * Row of a table: a name and its text.
 */
export interface Labelled {
  /**
   * Name in the first column.
   */
  label: string;
  /**
   * Text in the second column.
   */
  text: string;
}
export interface Link {
  /**
   * Text of the link.
   */
  title: string;
  /**
   * Address of the link.
   */
  url: string;
}
/**
 * Steps to obtain the credentials.
 */
export interface Credentials {
  /**
   * Heading of the steps.
   */
  title?: string;
  /**
   * Steps in order, one per entry.
   */
  steps: string[];
  /**
   * Remarks that follow the steps.
   */
  notes?: string[];
}
export interface Permission {
  /**
   * Kind of data that the permission gives access to.
   */
  entity: string;
  /**
   * Permission, by its name in the vendor's product.
   */
  permission: string;
  /**
   * Remark on the permission.
   */
  note?: string;
}
export interface Viewing {
  /**
   * Kind of data that the query lists.
   */
  what: string;
  /**
   * Text of the query.
   */
  query: string;
  /**
   * Page on which to enter the query.
   */
  where?: string;
}
export interface Trouble {
  /**
   * Problem as the user sees it.
   */
  issue: string;
  /**
   * Steps that solve the problem.
   */
  resolution: string;
}
export interface Source {
  /**
   * Title of the document.
   */
  title: string;
  /**
   * Address of the document.
   */
  url: string;
  /**
   * Day on which the document was read.
   */
  date: string;
}
export interface Verification {
  /**
   * Part of the connector that was checked.
   */
  part: string;
  /**
   * Strongest evidence that the part was checked against: documentation, the vendor's documents; publicRecording, a payload that the vendor or a user published; simulator, only a simulated vendor; liveAccount, an account at the vendor.
   */
  against: 'documentation' | 'publicRecording' | 'simulator' | 'liveAccount';
}
/**
 * JSON Schema of the settings that a connection needs. Drives the connection wizard, the guide and config validation.
 */
export interface SettingsSchema {
  /**
   * Always object: the settings are an object by name.
   */
  type: 'object';
  /**
   * Names of the settings that a connection must set.
   */
  required?: string[];
  /**
   * Settings by name, in the order in which forms and the guide show them.
   */
  properties: {
    [k: string]: SettingSchema;
  };
}
/**
 * One setting: a scalar, a list (array with items), or a group of settings (object with properties, or with oneOf for a choice between several groups).
 */
export interface SettingSchema {
  /**
   * Type of the value.
   */
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  /**
   * Label. Required except with const.
   */
  title?: string;
  /**
   * Purpose of the setting, and where to find its value.
   */
  description?: string;
  /**
   * Example values, shown as hints in forms and the guide.
   */
  examples?: unknown[];
  /**
   * Value to use when the setting is absent.
   */
  default?: string | number | boolean | unknown[] | {};
  derive?: Expression;
  /**
   * Allowed values.
   */
  enum?: (string | number)[];
  /**
   * The only value. In a property of each group of oneOf, it names the group; users select it by its title.
   */
  const?: string | number | boolean;
  /**
   * Suggested values. Other values remain valid unless enum excludes them.
   */
  choices?: Choice[];
  /**
   * Format that the text must have. timeZone is an IANA time zone name.
   */
  format?: 'uri' | 'date' | 'date-time' | 'email' | 'hostname' | 'uuid' | 'timeZone';
  /**
   * Regular expression that the text must match.
   */
  pattern?: string;
  /**
   * Minimum length of the text.
   */
  minLength?: number;
  /**
   * Maximum length of the text.
   */
  maxLength?: number;
  /**
   * Smallest allowed number.
   */
  minimum?: number;
  /**
   * Largest allowed number.
   */
  maximum?: number;
  /**
   * Number that the value must exceed.
   */
  exclusiveMinimum?: number;
  items?: SettingItems;
  /**
   * Minimum number of values of a list.
   */
  minItems?: number;
  /**
   * Maximum number of values of a list.
   */
  maxItems?: number;
  /**
   * If true, the values of a list must differ.
   */
  uniqueItems?: boolean;
  properties?: SettingProperties;
  /**
   * Required settings of a group.
   */
  required?: string[];
  /**
   * Groups of which the user selects one, which shows its further settings. Each has a property with the same name and its own const.
   */
  oneOf?: SettingChoice[];
  /**
   * If true, the setting is a secret: encrypted at rest, never displayed, and available only in auth. A secret is a scalar outside lists.
   */
  writeOnly?: boolean;
  /**
   * If true, the setting is a part of the credentials that is not secret and changes with them, such as a key ID. A rotation asks for it together with the secrets.
   */
  credential?: boolean;
  /**
   * If true, the setting exists so that several connectors of a vendor can share a config, and this connector may leave it unused.
   */
  shared?: boolean;
  /**
   * If true, the setting appears under the advanced settings.
   */
  advanced?: boolean;
  note?: Note;
}
export interface Choice {
  /**
   * Value of the setting.
   */
  value: string | number;
  /**
   * Label of the value.
   */
  title: string;
}
/**
 * Values of a list setting: scalars, or groups of settings without secrets.
 */
export interface SettingItems {
  /**
   * Type of each value.
   */
  type: 'string' | 'integer' | 'number' | 'boolean' | 'object';
  /**
   * Label of one value.
   */
  title?: string;
  /**
   * Purpose of the values.
   */
  description?: string;
  /**
   * Example values, shown as hints in forms and the guide.
   */
  examples?: unknown[];
  /**
   * Allowed values.
   */
  enum?: (string | number)[];
  /**
   * Suggested values. Other values remain valid unless enum excludes them.
   */
  choices?: ItemChoice[];
  /**
   * Format that the text must have. timeZone is an IANA time zone name.
   */
  format?: 'uri' | 'date' | 'date-time' | 'email' | 'hostname' | 'uuid' | 'timeZone';
  /**
   * Regular expression that each text must match.
   */
  pattern?: string;
  /**
   * Minimum length of each text.
   */
  minLength?: number;
  /**
   * Maximum length of each text.
   */
  maxLength?: number;
  /**
   * Smallest allowed number.
   */
  minimum?: number;
  /**
   * Largest allowed number.
   */
  maximum?: number;
  /**
   * Number that each value must exceed.
   */
  exclusiveMinimum?: number;
  properties?: SettingProperties;
  /**
   * Required settings of a group.
   */
  required?: string[];
}
export interface ItemChoice {
  /**
   * Value of the setting.
   */
  value: string | number;
  /**
   * Label of the value.
   */
  title: string;
}
/**
 * Settings of a group, by name. Templates and expressions use them as settings.<group>.<name>.
 */
export interface SettingProperties {
  [k: string]: SettingSchema;
}
/**
 * Group of settings that a user can select.
 */
export interface SettingChoice {
  /**
   * Always object: a choice is a group of settings.
   */
  type?: 'object';
  /**
   * Label of the choice.
   */
  title: string;
  /**
   * Explanation of the choice.
   */
  description?: string;
  properties: SettingProperties;
  /**
   * Required settings of the group.
   */
  required?: string[];
}
/**
 * No credentials.
 */
export interface NoAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'none';
  note?: Note;
}
/**
 * API key in a header, the query, a cookie, the path or the body.
 */
export interface ApiKeyAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'apiKey';
  origins?: Origins;
  into: CredentialTarget;
  /**
   * Name of the header, parameter, cookie, placeholder or body field.
   */
  name: string;
  value: Template;
  note?: Note;
}
/**
 * HTTP Basic (RFC 7617).
 */
export interface BasicAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'basic';
  origins?: Origins;
  username: Template;
  password: Template;
  note?: Note;
}
/**
 * Static bearer token (RFC 6750).
 */
export interface BearerAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'bearer';
  origins?: Origins;
  token: Template;
  note?: Note;
}
/**
 * HTTP Digest (RFC 7616): the first request is sent without credentials and gets the vendor's challenge.
 */
export interface DigestAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'digest';
  origins?: Origins;
  username: Template;
  password: Template;
  note?: Note;
}
/**
 * OAuth 2.0 (RFC 6749): an access token from the token endpoint, renewed before it expires.
 */
export interface OAuth2Auth {
  /**
   * Selects this authentication scheme.
   */
  type: 'oauth2';
  origins?: Origins;
  /**
   * Grant that obtains the token. With authorization_code (PKCE) and device_code, a person consents once by mapwright connection authorize, which stores the refresh token in the secret that refreshToken names.
   */
  grant: 'client_credentials' | 'refresh_token' | 'password' | 'authorization_code' | 'device_code';
  tokenUrl: Template;
  clientId?: Template;
  clientSecret?: Template;
  /**
   * Authentication of the client: form fields, a Basic header with percent-encoded ID and secret (RFC 6749), a Basic header without that encoding, or an assertion signed by clientAssertion (RFC 7523).
   */
  clientAuth?: 'body' | 'basic' | 'rawBasic' | 'privateKeyJwt';
  clientAssertion?: ClientAssertion;
  authorizationUrl?: Template;
  /**
   * Additional query parameters of authorizationUrl.
   */
  authorizationParameters?: {
    [k: string]: Template;
  };
  redirect?: OAuth2Redirect;
  deviceUrl?: Template;
  /**
   * Scopes to request. They are sent as one text, separated by spaces.
   */
  scopes?: Template[];
  refreshToken?: Template;
  /**
   * If true, a response may contain the next refresh token (RFC 6749 §6), which is stored. Default: false for refresh_token, true for authorization_code and device_code.
   */
  rotates?: boolean;
  response?: TokenResponse;
  username?: Template;
  password?: Template;
  /**
   * Additional form fields.
   */
  parameters?: {
    [k: string]: Template;
  };
  /**
   * Additional headers of the token request.
   */
  headers?: {
    [k: string]: Template;
  };
  ttl?: Duration;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  inject?: Inject;
  note?: Note;
}
/**
 * Signed assertion of the client, for privateKeyJwt. iss and sub are the client ID; iat, exp and jti are added automatically.
 */
export interface ClientAssertion {
  algorithm: JwtAlgorithm;
  key: CredentialValue;
  keyId?: Template;
  audience?: Template;
  headers?: JwtHeaders;
  lifetime?: Duration;
}
/**
 * Text of a credential, and its decoding into bytes.
 */
export interface CredentialValue {
  value: Template;
  /**
   * Separator: uses only the text after its last occurrence, or the whole text if it does not occur.
   */
  afterLast?: string;
  decode?: Encoding;
}
/**
 * Additional members of the JWT header.
 */
export interface JwtHeaders {
  [k: string]: Template;
}
/**
 * Redirect URL of authorization_code, as it is registered at the vendor. It is always on this machine (RFC 8252). Default: http://127.0.0.1:<any port>/callback.
 */
export interface OAuth2Redirect {
  /**
   * Host of the redirect URL.
   */
  host?: '127.0.0.1' | 'localhost';
  /**
   * Fixed port, for vendors that compare it. Default: any free port.
   */
  port?: number;
  /**
   * Path of the redirect URL.
   */
  path?: string;
}
/**
 * Members of a token response that differ from the standard (RFC 6749 §5.1), as JSONata over the response.
 */
export interface TokenResponse {
  token?: Expression;
  expiresIn?: Expression;
  expiresAt?: Expression;
  refreshToken?: Expression;
  /**
   * Further values of the response, which are not secret: {{session.<name>}} in baseUrl and in requests.
   */
  capture?: {
    [k: string]: Expression;
  };
}
/**
 * Part of the request that carries a credential.
 */
export interface Inject {
  into: CredentialTarget;
  /**
   * Name of the header, parameter, cookie, placeholder or body field.
   */
  name: string;
  value: Template;
}
/**
 * One or more login requests whose responses contain the session credentials.
 */
export interface SessionAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'session';
  origins?: Origins;
  /**
   * Login requests, sent in order. Each can use the captures of the previous ones as {{session.<name>}}.
   */
  login: LoginStep[];
  ttl?: Duration;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  /**
   * Parts of the request that carry the session.
   */
  inject: Inject | Inject[];
  note?: Note;
}
export interface LoginStep {
  request: RequestSpec;
  /**
   * Captured values: name → location in the response. The name expiresAt sets the lifetime of the session (a date-time or epoch seconds).
   */
  capture?: {
    [k: string]: Capture;
  };
}
/**
 * HTTP request. Rendered values are escaped for their position: path segments and query values are percent-encoded, forms are form-encoded, and JSON bodies are built as JSON.
 */
export interface RequestSpec {
  /**
   * HTTP method.
   */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path?: Template;
  /**
   * URL to use instead of baseUrl and path. Its origin must be in allowedHosts. A URL that is a single {{name}} or an expression is sent unchanged, byte for byte, such as a download link that the vendor signed; a relative one is resolved against baseUrl.
   */
  url?: Template | Computed;
  /**
   * Query parameters by name.
   */
  query?: {
    [k: string]: Parameter;
  };
  /**
   * Headers by name.
   */
  headers?: {
    [k: string]: Header;
  };
  /**
   * JSON body. Its strings are templates; one that is a single {{name}} keeps the type of the value. An object {"expr": "<JSONata>"} is replaced by the result of the expression, with its type; without a result, the key is left out. An object {"value": …, "when": "<JSONata>"} is replaced by its value if the condition is true, and left out otherwise.
   */
  json?: {
    [k: string]: unknown;
  };
  /**
   * Form-encoded body (application/x-www-form-urlencoded).
   */
  form?: {
    [k: string]: Parameter;
  };
  /**
   * Body of parts (multipart/form-data), by name.
   */
  multipart?: {
    [k: string]: Part;
  };
  text?: Value;
  xml?: Template;
  /**
   * If true, the request may be sent again after a failure. Default: true for GET, PUT and DELETE, false for POST and PATCH, which are then retried only after 429 and 503.
   */
  repeatable?: boolean;
  auth?: AuthName;
}
/**
 * Result of an expression, with its type. Without a result, nothing is sent.
 */
export interface Computed {
  expr: Expression;
}
/**
 * Value with the condition under which it is sent and the style of its lists and objects.
 */
export interface Styled {
  value: Values;
  when?: Expression;
  /**
   * Style of a list: repeat (a=1&a=2), brackets (a[]=1&a[]=2), indices (a[0]=1&a[1]=2), comma (a=1,2), pipe (a=1|2) or space (a=1 2). An object needs deepObject, brackets or indices, and is sent as a[b]=1; deepObject repeats the names of its lists.
   */
  style?: 'repeat' | 'brackets' | 'indices' | 'comma' | 'pipe' | 'space' | 'deepObject';
}
/**
 * Clauses whose conditions are true, joined into one value. Use it to combine a user's filter, a fixed filter and a cursor in one parameter. A composite without active clauses is not sent.
 */
export interface Composite {
  /**
   * Text between two clauses.
   */
  join: string;
  /**
   * Clauses in order.
   */
  clauses: Clause[];
}
/**
 * Value with the condition under which it is sent.
 */
export interface Clause {
  value: Value;
  when?: Expression;
}
export interface PartSpec {
  value: Value;
  when?: Expression;
  /**
   * File name of the part.
   */
  filename?: string;
  /**
   * Content type of the part.
   */
  contentType?: string;
}
/**
 * Signature with a keyed hash (RFC 2104), computed for each attempt. Variables: the names in values, nonce, timestamp, bodyHash, request.method, request.host, request.path, request.query, request.pathWithQuery (exactly as sent), and signature in inject.
 */
export interface HmacAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'hmac';
  origins?: Origins;
  /**
   * Hash algorithm.
   */
  algorithm: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /**
   * Named values for use in sign and inject.
   */
  values?: {
    [k: string]: CredentialValue;
  };
  key: CredentialValue;
  nonce?: Nonce;
  /**
   * Format of {{timestamp}}, the time of the attempt.
   */
  timestamp?: 'epochMillis' | 'epochSeconds' | 'rfc3339' | 'rfc3339Seconds' | 'basic' | 'httpDate';
  /**
   * Key derivation steps. The key of each step is the hash of its message under the previous key.
   */
  derive?: DeriveStep[];
  bodyHash?: BodyHash;
  sign: Template;
  encode?: Encoding;
  /**
   * Parts of the request that carry the signature.
   */
  inject: Inject | Inject[];
  note?: Note;
}
/**
 * Random value of each attempt, available as {{nonce}}.
 */
export interface Nonce {
  /**
   * Number of random bytes.
   */
  bytes: number;
  encode?: Encoding;
}
export interface DeriveStep {
  message: Template;
  decode?: Encoding;
}
/**
 * Hash of the body, available as {{bodyHash}}.
 */
export interface BodyHash {
  /**
   * Hash algorithm.
   */
  algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512';
  encode: Encoding;
}
/**
 * Signed assertion (RFC 7519), sent as the bearer token or exchanged for one at a token endpoint (RFC 7523).
 */
export interface JwtAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'jwt';
  origins?: Origins;
  algorithm: JwtAlgorithm;
  key: CredentialValue;
  keyId?: Template;
  /**
   * Claims of the assertion. iat, exp and jti are added automatically.
   */
  claims: {
    [k: string]: Template | number | boolean;
  };
  headers?: JwtHeaders;
  lifetime?: Duration;
  exchange?: JwtExchange;
  refreshBefore?: Duration;
  reauthOn?: Statuses;
  inject?: Inject;
  note?: Note;
}
/**
 * Token endpoint that exchanges the assertion for an access token. Without it, the assertion itself is sent.
 */
export interface JwtExchange {
  tokenUrl: Template;
  /**
   * Location of the assertion: the form field assertion with the grant type jwt-bearer (RFC 7523), or the Authorization header of the token request.
   */
  assertion?: 'form' | 'bearer';
  /**
   * Additional headers of the token request.
   */
  headers?: {
    [k: string]: Template;
  };
  /**
   * Additional form fields.
   */
  parameters?: {
    [k: string]: Template;
  };
  /**
   * Scopes to request. They are sent as one text, separated by spaces.
   */
  scopes?: Template[];
  response?: TokenResponse;
}
/**
 * AWS Signature Version 4.
 */
export interface AwsSigV4Auth {
  /**
   * Selects this authentication scheme.
   */
  type: 'awsSigV4';
  origins?: Origins;
  accessKeyId: Template;
  secretAccessKey: Template;
  sessionToken?: Template;
  region: Template;
  service: Template;
  assumeRole?: AssumeRole;
  reauthOn?: Statuses;
  note?: Note;
}
/**
 * Role whose temporary credentials sign the requests (STS AssumeRole). The keys above sign only the request for them.
 */
export interface AssumeRole {
  url: Template;
  region: Template;
  roleArn: Template;
  sessionName?: Template;
  externalId?: Template;
  duration?: Duration;
}
/**
 * Uses the first choice whose condition on the settings is true.
 */
export interface AnyOfAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'anyOf';
  origins?: Origins;
  /**
   * Choices in order.
   */
  choices: AuthChoice[];
  note?: Note;
}
export interface AuthChoice {
  when?: Expression;
  auth: Auth;
}
/**
 * Several credentials in one request, applied in this order: put a signature after the credentials that it covers.
 */
export interface AllAuth {
  /**
   * Selects this authentication scheme.
   */
  type: 'all';
  origins?: Origins;
  /**
   * Authentications in the order in which they are applied.
   */
  auths: Auth[];
  note?: Note;
}
/**
 * TLS of the connection: a client certificate (mutual TLS) and a CA of its own. A part whose setting has no value is left out.
 */
export interface Tls {
  certificate?: Template;
  key?: Template;
  passphrase?: Template;
  ca?: Template;
  origins?: Origins;
}
/**
 * Defaults that streams inherit and can override.
 */
export interface Defaults {
  concurrency?: Concurrency;
  timeout?: Duration;
  /**
   * The vendor's request budgets, such as one per second and one per hour. A request waits until all of them allow it. After a response that reports that no requests are left (X-RateLimit-Remaining: 0, RateLimit) and when the budget is renewed, further requests wait until then, up to retry.maxDelay.
   */
  rateLimit?: RateLimit[];
  retry?: Retry;
  budget?: Budget;
  errors?: ErrorRules;
  paginator?: Paginator;
  /**
   * Headers of all requests, by name.
   */
  headers?: {
    [k: string]: Header;
  };
}
/**
 * Maximum number of requests per period. All streams of a credential share one limiter, also across workers.
 */
export interface RateLimit {
  /**
   * Maximum number of requests.
   */
  limit: number;
  per: Duration;
}
/**
 * Retry policy for transient failures. 429 and 503 are retried for every method, because the vendor refused the request; after other failures, only repeatable requests are retried.
 */
export interface Retry {
  /**
   * Maximum attempts of one request, including the first.
   */
  attempts?: number;
  baseDelay?: Duration;
  maxDelay?: Duration;
  statuses?: Statuses;
  /**
   * Maximum retries of a whole run or, in a stream, of the stream in a run.
   */
  budget?: number;
  wait?: Wait;
  remaining?: ResponseValue;
}
export interface HeaderWait {
  /**
   * Name of the response header.
   */
  header: string;
  unit?: WaitUnit;
}
export interface ExprWait {
  expr: Expression;
  unit?: WaitUnit;
}
/**
 * Limits of one run. A run that exceeds time, bytes or items ends with RUN_BUDGET_SPENT, and the next run resumes.
 */
export interface Budget {
  time?: Duration;
  /**
   * Maximum bytes of responses, after decompression.
   */
  bytes?: number;
  /**
   * Maximum items of one page.
   */
  items?: number;
  /**
   * Maximum rejects to store per stream, across all workers. Beyond it, the run continues, counts further rejects and reports them with the warning REJECTS_NOT_STORED.
   */
  rejects?: number;
}
/**
 * Condition on a response, and the action to take.
 */
export interface ErrorRule {
  status?: Statuses;
  when?: Expression;
  /**
   * Action to take: send the request again (retry), fail the run (fail), skip the partition with a warning (skipPartition), obtain new credentials and send the request again (reauthenticate), treat the response as the end of the list (endOfPages), read the stream's time window again in halves because it contains too many items (splitWindow; fails if the window cannot be halved), or read the list again from its first page because its token has expired (restartList; fails after five restarts; records with an identity are written once).
   */
  action: 'retry' | 'fail' | 'skipPartition' | 'reauthenticate' | 'endOfPages' | 'splitWindow' | 'restartList';
  wait?: Wait;
  /**
   * Maximum attempts of one request, including the first, for the action retry. Default: the attempts of the retry policy.
   */
  attempts?: number;
  /**
   * Error code, for the action fail, and for splitWindow and restartList if they fail.
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
   * Suggested fix for the user, for the actions with a code.
   */
  fix?: string;
  reason?: Expression;
}
/**
 * A single page.
 */
export interface NoPaginator {
  /**
   * Selects this pagination strategy.
   */
  type: 'none';
  note?: Note;
}
/**
 * Page numbers, starting at firstPage.
 */
export interface PageNumberPaginator {
  /**
   * Selects this pagination strategy.
   */
  type: 'pageNumber';
  into?: Into;
  pageParam?: PositionParam;
  /**
   * Number of the first page.
   */
  firstPage?: number;
  sizeParam?: SizeParam;
  size?: PageSize;
  stop: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  totalIsLowerBound?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
  maxResults?: MaxResults;
  continueBy?: Expression;
  note?: Note;
}
/**
 * Offset and limit, or a half-open range from offsetParam to toParam.
 */
export interface OffsetPaginator {
  /**
   * Selects this pagination strategy.
   */
  type: 'offset';
  into?: Into;
  offsetParam?: PositionParam;
  limitParam?: SizeParam;
  /**
   * Parameter that carries offset + limit.
   */
  toParam?: string;
  /**
   * Offset of the first page.
   */
  firstOffset?: number;
  limit: PageSize;
  stop: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  totalIsLowerBound?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
  maxResults?: MaxResults;
  continueBy?: Expression;
  note?: Note;
}
/**
 * Token from the previous page.
 */
export interface CursorPaginator {
  /**
   * Selects this pagination strategy.
   */
  type: 'cursor';
  into?: Into;
  cursorParam?: PositionParam;
  /**
   * Position of the first page, sent like any other; null is sent as JSON null. Default: the first request does not contain cursorParam.
   */
  first?: string | number | boolean | null | unknown[] | {};
  /**
   * If true, the vendor may return the same token for every page, as in a scroll. Needs another stop condition, such as emptyPage.
   */
  stableToken?: boolean;
  sizeParam?: SizeParam;
  size?: PageSize;
  /**
   * Location of the token.
   */
  from: 'body' | 'header' | 'lastItem';
  cursor?: Expression;
  /**
   * Name of the header that contains the token.
   */
  header?: string;
  stop?: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  totalIsLowerBound?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
  maxResults?: MaxResults;
  continueBy?: Expression;
  note?: Note;
}
/**
 * Link to the next page. Relative links are resolved; URI templates are not followed.
 */
export interface NextUrlPaginator {
  /**
   * Selects this pagination strategy.
   */
  type: 'nextUrl';
  /**
   * Source of the link: the body (see url) or the Link header with rel="next".
   */
  from: 'body' | 'linkHeader';
  url?: Expression;
  sizeParam?: SizeParam;
  size?: PageSize;
  stop?: Stop;
  totalPages?: Expression;
  totalRecords?: Expression;
  totalIsLowerBound?: Expression;
  hasMore?: Expression;
  maxPages?: MaxPages;
  maxResults?: MaxResults;
  continueBy?: Expression;
  note?: Note;
}
/**
 * One list of items that the vendor's API returns.
 */
export interface Stream {
  /**
   * Name of the stream in the guide's API table.
   */
  title?: string;
  /**
   * Note on the stream in the guide's API table.
   */
  description?: string;
  when?: Expression;
  auth?: AuthName;
  request?: RequestSpec;
  job?: Job;
  responseOf?: Name;
  decoder?: Decoder;
  records: Expression;
  item?: Expression;
  absentWhen?: Expression;
  /**
   * Paths whose values identify an item within its partition. Used for partition names, duplicate detection, and the identity of pass-through records. Required for a parent.
   */
  key?: string[];
  /**
   * Fields that the maps need and that the vendor may send under several names, or not at all. If no item of a run has any field of an entry, the run warns once (FIELDS_ABSENT).
   */
  expects?: ExpectedFields[];
  /**
   * If true, the items pass through unchanged as records of an entity with the stream's name, in addition to any maps; with as, of an entity with that name. Default: true for a stream that no map, partition or lookup uses, else false.
   */
  emit?: boolean | EmitSpec;
  /**
   * Sources of partition values. The stream is read once per combination of their values, in the order of the sources; the last source varies fastest. Without partitions, the stream is read once. If two parents share an ancestor, only combinations with the same ancestor are read.
   */
  partitions?: PartitionSource[];
  /**
   * HTTP statuses that skip the partition with a warning instead of failing the run. Default: 403 and 404 for a stream with partitions, none for other streams. 410 counts as 404. An empty list skips none. A run in which every partition is skipped fails.
   */
  skipOn?: number[];
  concurrency?: Concurrency;
  paginator?: Paginator;
  incremental?: Incremental;
  window?: Window;
  /**
   * Related items of other streams, by the name under which expressions use them ($name).
   */
  lookup?: {
    [k: string]: Lookup;
  };
  /**
   * Maximum items of one partition.
   */
  limit?: number;
  errors?: ErrorRules;
  retry?: Retry;
  /**
   * Request budgets of the stream, in addition to those in defaults. A request waits until all of them allow it; other streams do not wait for it.
   */
  rateLimit?: StreamRateLimit[];
  timeout?: Duration;
  note?: Note;
}
/**
 * Asynchronous job: created, polled until done, then read file by file. Values that its steps capture are available as {{job.<name>}} in later steps, as $job.<name> in records, maps and lookups, and in child streams.
 */
export interface Job {
  create: JobStep;
  poll?: JobPoll;
  result?: JobStep;
  files: JobFiles;
  delete?: RequestSpec;
  abort?: RequestSpec;
}
/**
 * Step of a job: a request, and the values to capture from its response.
 */
export interface JobStep {
  request: RequestSpec;
  capture?: JobCapture;
}
/**
 * Captured values: name → location in the response. A value that is missing is an error.
 */
export interface JobCapture {
  [k: string]: Capture;
}
/**
 * Repeats a request until the job is done. Without it, the job is done as soon as it is created.
 */
export interface JobPoll {
  request: RequestSpec;
  status?: Expression;
  /**
   * Meaning of each status. An HTTP status code outside 2xx, such as 404, may be listed too: that response then counts as the state instead of an error.
   */
  states?: {
    [k: string]: 'pending' | 'done' | 'failed';
  };
  /**
   * Meaning of a status that states does not list.
   */
  unknown?: 'pending' | 'fail';
  capture?: JobCapture;
  interval?: Wait;
  timeout?: Duration;
}
/**
 * Results of the job. Each file is read like the pages of a stream: with the stream's decoder, records and paginator.
 */
export interface JobFiles {
  list?: Expression;
  request: RequestSpec;
  concurrency?: Concurrency;
  expired?: Statuses;
}
/**
 * A JSON document.
 */
export interface JsonDecoder {
  /**
   * Selects this decoder.
   */
  type: 'json';
  container?: Container;
  entry?: ArchiveEntry;
  charset?: Charset;
  parse?: ParsedFields;
}
/**
 * A JSON value per line (NDJSON, JSON Lines). The page is the list of values.
 */
export interface NdjsonDecoder {
  /**
   * Selects this decoder.
   */
  type: 'ndjson';
  container?: Container;
  entry?: ArchiveEntry;
  charset?: Charset;
  parse?: ParsedFields;
}
/**
 * Plain text: each line that is not blank is an item {line, number}, numbered from 1 within its document. The page is the list of items.
 */
export interface LinesDecoder {
  /**
   * Selects this decoder.
   */
  type: 'lines';
  container?: Container;
  entry?: ArchiveEntry;
  charset?: Charset;
  parse?: ParsedFields;
}
/**
 * A table: each row is an item of texts by column. The page is the list of rows or, with preamble or footer, {preamble, footer}: the lines around the table, for pagination.
 */
export interface CsvDecoder {
  /**
   * Selects this decoder.
   */
  type: 'csv';
  /**
   * Text between cells.
   */
  delimiter?: string;
  /**
   * Character around cells that contain the delimiter or a line break. Empty: quotes have no meaning.
   */
  quote?: string;
  /**
   * Character before a quote in a quoted cell. Default: the quote itself.
   */
  escape?: string;
  /**
   * Column names, if the first line does not contain them.
   */
  columns?: string[];
  /**
   * Lines before the table: their number, or the text with which the last of them begins. Blank lines do not count.
   */
  preamble?: number | string;
  /**
   * Lines after the table: their number, or the text with which the first of them begins. Blank lines do not count.
   */
  footer?: number | string;
  /**
   * Action for rows whose number of cells differs from the columns. reject rejects them. fill leaves out missing cells, and keeps additional ones that are not empty in a list named #extra.
   */
  ragged?: 'reject' | 'fill';
  container?: Container;
  entry?: ArchiveEntry;
  charset?: Charset;
  parse?: ParsedFields;
}
/**
 * An XML document: an element is its text, or an object of its attributes (@name), its children by name (a list for several) and its text (#text). A DOCTYPE is ignored; no entity other than the five predefined ones is ever read.
 */
export interface XmlDecoder {
  /**
   * Selects this decoder.
   */
  type: 'xml';
  /**
   * keep: prefixes are part of names (soap:Body). strip: names are local (Body), and xmlns attributes are left out.
   */
  namespaces?: 'keep' | 'strip';
  container?: Container;
  entry?: ArchiveEntry;
  charset?: Charset;
  parse?: ParsedFields;
}
/**
 * Fields under one or several names.
 */
export interface ExpectedFields {
  /**
   * Dotted paths in an item. One of them is enough; its value may be null.
   */
  anyOf: string[];
  /**
   * What is missing from the records without these fields, as a sentence. It appears in the warning.
   */
  without?: string;
}
export interface EmitSpec {
  as: EntityName;
}
/**
 * Source of partition values: the items of a parent stream, the elements of a list setting or of a list, or the union of several sources.
 */
export interface PartitionSource {
  parent?: Name;
  setting?: Name;
  values?: PartitionList;
  /**
   * Sources whose values are read one after the other.
   */
  union?: UnionMember[];
  as: Name;
  where?: Expression;
  value?: Expression;
  /**
   * For a union in which the stream is its own parent, such as blocks of blocks: maximum number of levels of items. Items of the last level are not read as parents, and the run warns (DEPTH_REACHED).
   */
  depth?: number;
  /**
   * Maximum number of values per partition. The value is then a list. Values with different ancestors are never in one batch.
   */
  batch?: number;
  note?: Note;
}
export interface ComputedList {
  expr: Expression;
}
/**
 * One of the sources whose values a union reads.
 */
export interface UnionMember {
  parent?: Name;
  setting?: Name;
  values?: PartitionList;
  where?: Expression;
  value?: Expression;
}
/**
 * Incremental reads: later runs read only changes since {{cursor.start}}, which is absent in a full run.
 */
export interface Incremental {
  /**
   * Source of the cursor: the items, the page without its items (a delta link, the server's time), or a response header.
   */
  from?: 'item' | 'page' | 'header';
  cursor?: Expression;
  /**
   * Name of the header, if from is header.
   */
  header?: string;
  /**
   * Order of the values; the latest one is the next start. datetime: times, to the nanosecond. number: integers and decimals of any length, compared without rounding and sent with the vendor's digits. text: texts that sort by change. token: opaque values without an order, such as a delta link; the last one is the next start.
   */
  type: 'datetime' | 'number' | 'text' | 'token';
  /**
   * Format of the vendor's times, for type datetime, or a list of formats of which the first that matches applies. Default: ISO 8601, RFC 2822, or an epoch number whose size determines its unit (seconds to nanoseconds).
   */
  readFormat?: TimeFormat | TimeFormat[];
  format?: TimeFormat;
  zone?: Zone;
  /**
   * Scope of the cursor: one for the stream, or one per partition.
   */
  scope?: 'stream' | 'partition';
  lookback?: Duration;
  /**
   * If true, reads everything and drops items older than the cursor. Use it when the vendor's API cannot filter by time.
   */
  clientSide?: boolean;
  /**
   * descending: the vendor sorts the list by the cursor, newest first, and the read stops after the page with the first item older than the cursor. Implies clientSide. If a newer item follows an older one, the whole list is read and the run warns (ORDER_DIFFERS).
   */
  order?: 'descending';
  when?: Expression;
  note?: Note;
}
/**
 * Time windows, adjacent and without overlap. Each is read with its own {{window.start}} and {{window.end}}.
 */
export interface Window {
  length: Duration;
  start: Instant;
  end?: Instant;
  format?: TimeFormat;
  zone?: Zone;
}
/**
 * Item of another stream whose key equals this item's value. Both are compared as text.
 */
export interface JoinLookup {
  /**
   * Selects this lookup.
   */
  type: 'join';
  stream: Name;
  key: Expression;
  value: Expression;
  /**
   * Action when no item matches. reject rejects the item with PARENT_NOT_FOUND.
   */
  unmatched?: 'reject' | 'keep';
}
/**
 * First item of another stream that is partitioned by this stream, fetched for each item.
 */
export interface FetchLookup {
  /**
   * Selects this lookup.
   */
  type: 'fetch';
  stream: Name;
  when?: Expression;
}
/**
 * Maximum number of requests of a stream per period.
 */
export interface StreamRateLimit {
  /**
   * Maximum number of requests.
   */
  limit: number;
  per: Duration;
  group?: Name;
}
/**
 * Translation of the vendor's values into target values.
 */
export interface EnumSpec {
  /**
   * Vendor value, as text → target value.
   */
  values: {
    [k: string]: string | number;
  };
  /**
   * Action for a value that the enum does not list: reject the record, omit the field, pass the value through, or use another value.
   */
  unmapped:
    | ('reject' | 'omit' | 'pass')
    | {
        /**
         * Target value to use.
         */
        to: string | number;
      };
  /**
   * Comparison of values. loose ignores case, spaces, _ and -.
   */
  match?: 'exact' | 'loose';
  note?: Note;
}
/**
 * One kind of record. Each entity has its own file in a folder destination (<entity>.ndjson) and its own records in a store.
 */
export interface EntitySpec {
  /**
   * Name in the guide and the studio. Default: the entity's name.
   */
  title?: string;
  schema?: EntitySchema;
  duplicates?: Duplicates;
  /**
   * Dotted paths of the record fields that identify a record. A run writes each identity once, and a store updates the record in place. Without an identity, every run appends its records. Default for a pass-through stream: the stream's key, within its partition.
   */
  identity?: string[];
  note?: Note;
}
export interface JsonSchema {
  [k: string]: unknown;
}
export interface NewestBy {
  /**
   * Dotted path of the field.
   */
  newestBy: string;
}
/**
 * Translation of the items of a stream into records of an entity.
 */
export interface MapSpec {
  /**
   * Heading of the map in the guide's mapping tables.
   */
  title?: string;
  from: Name;
  to: EntityName;
  each?: Expression;
  where?: Expression;
  /**
   * Set it if several items describe the same record, such as the host of each finding: repeats of an identity are then expected and cause no warning. The stated policy for duplicates decides which one is kept.
   */
  derived?: boolean;
  /**
   * Enums of this map only, by name. They replace those of the manifest with the same name, so that a custom map can translate further values.
   */
  enums?: {
    [k: string]: EnumSpec;
  };
  duplicates?: Duplicates;
  /**
   * Dotted path of a field of the entity → the expression that fills it. source (assets) and vendorProductName (findings) default to the values in about.
   */
  fields: {
    [k: string]: Field;
  };
  note?: Note;
}
/**
 * Expression with its conversion, enum or identity.
 */
export interface FieldSpec {
  value: Expression;
  /**
   * If true, the field is part of the record's identity, instead of the entity's own identity. A run writes each identity once.
   */
  identity?: boolean;
  /**
   * Name of the enum that translates the value.
   */
  enum?: string;
  /**
   * Conversion to apply to the value (see Conversions in the reference). Times are cut to milliseconds where the target's schema has a pattern, as the built-in entities do; elsewhere they keep micro- and nanoseconds. On a list field, it applies to each member, and a single value becomes a list of one.
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
  zone?: Zone;
  note?: Note;
}
/**
 * Filter that a user can set on a stream, in the vendor's syntax.
 */
export interface FilterSpec {
  /**
   * Syntax of the filter. odata filters are validated before any request is sent.
   */
  syntax: 'odata' | 'text';
  /**
   * Label of the filter.
   */
  title: string;
  /**
   * Purpose of the filter.
   */
  description?: string;
  /**
   * Example filters.
   */
  examples: string[];
  /**
   * Fields that the vendor's API can filter by.
   */
  fields?: Labelled[];
}
/**
 * Options of Test Connection. By default, it authenticates and reads the first page of every selected stream; for a job, it creates one over the last day.
 */
export interface CheckSpec {
  /**
   * Streams to skip.
   */
  skip?: Name[];
  /**
   * Suggested fix when the vendor denies permission to read.
   */
  permissionFix?: string;
  /**
   * Suggested fix when the vendor rejects the credentials.
   */
  authenticationFix?: string;
}
/**
 * Recorded case.
 */
export interface SampleSpec {
  /**
   * Content of the recorded case.
   */
  description: string;
}
