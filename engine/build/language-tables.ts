import type { BuiltinName } from '../language/expression/index.ts';
import type { HELPERS } from '../language/template/helpers.ts';
import type { Sees } from '../manifest/site-plan.ts';
import type { ConversionName } from '../pipeline/map/convert/index.ts';

type FunctionPage =
  | 'aggregation-functions'
  | 'array-functions'
  | 'boolean-functions'
  | 'date-time-functions'
  | 'higher-order-functions'
  | 'numeric-functions'
  | 'object-functions'
  | 'other-operators'
  | 'string-functions';

/** Page of docs.jsonata.org, parameters (`?`: optional) and meaning of every built-in function. */
export const FUNCTIONS: {
  readonly [N in BuiltinName]: readonly [page: FunctionPage, parameters: string, meaning: string];
} = {
  string: ['string-functions', 'value, pretty?', 'Text of a value; JSON for an object or a list.'],
  length: ['string-functions', 'text', 'Number of characters.'],
  substring: ['string-functions', 'text, start, length?', 'Part of a text, by position and length.'],
  substringBefore: ['string-functions', 'text, separator', 'Text before the first occurrence of another.'],
  substringAfter: ['string-functions', 'text, separator', 'Text after the first occurrence of another.'],
  uppercase: ['string-functions', 'text', 'Text in upper case.'],
  lowercase: ['string-functions', 'text', 'Text in lower case.'],
  trim: ['string-functions', 'text', 'Text without surrounding whitespace; inner whitespace becomes single spaces.'],
  pad: ['string-functions', 'text, width, fill?', 'Text padded to a width; a negative width pads on the left.'],
  contains: ['string-functions', 'text, pattern', 'True if a text contains another, or matches a regular expression.'],
  split: ['string-functions', 'text, separator, limit?', 'List of the parts between separators.'],
  join: ['string-functions', 'list, separator?', 'Texts of a list, joined by a separator.'],
  match: ['string-functions', 'text, regex, limit?', 'Matches of a regular expression: match, index and groups.'],
  replace: [
    'string-functions',
    'text, pattern, replacement, limit?',
    'Text with replaced occurrences of a text or a regular expression.',
  ],
  eval: ['string-functions', 'expression, context?', 'Result of an expression that is given as text.'],
  base64encode: ['string-functions', 'text', 'Text as base64.'],
  base64decode: ['string-functions', 'text', 'Text of a base64 value.'],
  encodeUrlComponent: ['string-functions', 'text', 'Percent-encoded part of a URL.'],
  encodeUrl: ['string-functions', 'text', 'Percent-encoded URL.'],
  decodeUrlComponent: ['string-functions', 'text', 'Decoded part of a URL.'],
  decodeUrl: ['string-functions', 'text', 'Decoded URL.'],
  number: ['numeric-functions', 'value', 'Number of a text or a boolean.'],
  abs: ['numeric-functions', 'number', 'Absolute value.'],
  floor: ['numeric-functions', 'number', 'Number rounded down.'],
  ceil: ['numeric-functions', 'number', 'Number rounded up.'],
  round: ['numeric-functions', 'number, precision?', 'Number rounded to a precision; halves to the even neighbour.'],
  power: ['numeric-functions', 'base, exponent', 'Base raised to an exponent.'],
  sqrt: ['numeric-functions', 'number', 'Square root.'],
  random: ['numeric-functions', '', 'Random number from 0 up to 1.'],
  formatNumber: [
    'numeric-functions',
    'number, picture, options?',
    'Number as text, by a decimal picture such as #,##0.00.',
  ],
  formatBase: ['numeric-functions', 'number, radix?', 'Integer as text in a base from 2 to 36.'],
  formatInteger: ['numeric-functions', 'number, picture', 'Integer as text, by a picture such as 0000 or w (words).'],
  parseInteger: ['numeric-functions', 'text, picture', 'Integer of a text, by a picture.'],
  sum: ['aggregation-functions', 'list', 'Sum of a list of numbers.'],
  max: ['aggregation-functions', 'list', 'Largest number of a list.'],
  min: ['aggregation-functions', 'list', 'Smallest number of a list.'],
  average: ['aggregation-functions', 'list', 'Mean of a list of numbers.'],
  boolean: ['boolean-functions', 'value', 'Value as a boolean; empty texts, lists and objects are false.'],
  not: ['boolean-functions', 'value', 'Negation of a value as a boolean.'],
  exists: ['boolean-functions', 'value', 'True if an expression has a result.'],
  count: ['array-functions', 'list', 'Number of values in a list.'],
  append: ['array-functions', 'list, other', 'Two lists as one.'],
  sort: ['array-functions', 'list, function?', 'Sorted list, optionally by a function that compares two values.'],
  reverse: ['array-functions', 'list', 'List in reverse order.'],
  shuffle: ['array-functions', 'list', 'List in random order.'],
  distinct: ['array-functions', 'list', 'List without repeated values.'],
  zip: ['array-functions', 'list, …', 'Lists combined into a list of tuples.'],
  keys: ['object-functions', 'object', 'Keys of an object, or of all objects of a list.'],
  lookup: ['object-functions', 'object, key', 'Value of a key whose name is computed.'],
  spread: ['object-functions', 'object', 'List of objects with one key each.'],
  merge: ['object-functions', 'list', 'Objects of a list as one object.'],
  each: ['object-functions', 'object, function', 'List of the results of a function over the entries of an object.'],
  error: ['object-functions', 'message?', 'Fails with a message.'],
  assert: ['object-functions', 'condition, message?', 'Fails with a message if a condition is false.'],
  type: ['object-functions', 'value', 'Type of a value: null, number, string, boolean, array, object or function.'],
  map: ['higher-order-functions', 'list, function', 'List of the results of a function over the values of a list.'],
  filter: ['higher-order-functions', 'list, function', 'Values of a list for which a function is true.'],
  single: [
    'higher-order-functions',
    'list, function?',
    'The only value for which a function is true; fails for none or several.',
  ],
  reduce: [
    'higher-order-functions',
    'list, function, initial?',
    'Result of a function that combines the values of a list one after the other.',
  ],
  sift: ['higher-order-functions', 'object, function', 'Entries of an object for which a function is true.'],
  now: ['date-time-functions', 'picture?, zone?', 'Current time as text.'],
  millis: ['date-time-functions', '', 'Current time as epoch milliseconds.'],
  fromMillis: [
    'date-time-functions',
    'millis, picture?, zone?',
    'Time as text of epoch milliseconds, by a picture and a zone.',
  ],
  toMillis: ['date-time-functions', 'text, picture?', 'Epoch milliseconds of a time as text, by a picture.'],
  clone: ['other-operators', 'value', 'Copy of a value. The transform operator uses it.'],
};

/** Meaning of every template helper. */
export const HELPER_MEANINGS: { readonly [N in keyof typeof HELPERS]: string } = {
  default: 'The value, or the second one if the first is absent, null or empty.',
  lower: 'Text in lower case.',
  upper: 'Text in upper case.',
  base64: 'Text as base64.',
  join: 'Values of a list, joined by a separator.',
  date: 'Time in a format (see timeFormat), in a zone or in UTC.',
};

/** Meaning of every conversion. */
export const CONVERSION_MEANINGS: { readonly [N in ConversionName]: string } = {
  string: 'Text; numbers and booleans become text.',
  integer: 'Integer of a number or a decimal text. A fraction is an error.',
  number: 'Number of a number or a decimal text.',
  datetime: 'RFC 3339 time in UTC. A time without an offset is in the zone. 0001-01-01T00:00:00 is no value.',
  epochSeconds: 'RFC 3339 time of seconds since 1970.',
  epochMillis: 'RFC 3339 time of milliseconds since 1970.',
  plainText: 'Plain text: decodes base64 and character references, strips HTML tags and invisible characters.',
  cleanText: 'Text without invisible characters and surrounding whitespace.',
  list: 'List without empty members; a single value becomes a list of one.',
  csvList: 'List of the parts of a text between commas.',
  cwe: 'CWE ID of n, "n" or "CWE-n". 0 and -1 are no value.',
  cve: 'CVE ID. Any other text is no value; a list is an error.',
  url: 'Absolute URL (http, https, ftp, ftps, git, ssh, ws, wss) or git@host:path address. Other schemes are an error.',
};

/** Input of the expressions at every site; undefined where the names themselves are the input. */
export const INPUTS: { readonly [S in Sees]: string | undefined } = {
  settings: 'an object of the preceding settings',
  config: undefined,
  choice: undefined,
  signed: undefined,
  session: undefined,
  signing: undefined,
  request: undefined,
  job: undefined,
  fetch: undefined,
  file: undefined,
  refusal: undefined,
  response: 'the response body',
  page: 'the page',
  paging: 'the page; the last item for continueBy',
  parent: 'the parent item or the element',
  partitions: undefined,
  partner: 'the item of the other stream',
  item: 'the item; the page for a cursor from the page',
  mapped: 'the item, or the element of each',
};

/** Meaning of every name that the engine binds. */
export const NAME_MEANINGS: Readonly<Record<string, string>> = {
  settings: 'Settings of the connection. Secrets only in templates of auth and tls.',
  filters: "User's filters, by stream.",
  given: 'For each setting, including secrets: true if it has a value.',
  session: 'Values that the login or the token response returned. Expressions see it without secrets.',
  cursor: '{start}: position from which an incremental stream reads. Absent in a full run.',
  window: '{start, end}: bounds of the current time window.',
  job: "Values that the job's steps captured. Also in child streams.",
  file: 'Current element of files.list of the job: a URL, a chunk id or an object.',
  page: 'In a request, the page to read: {position, number, size, after, previous}. In a paginator, the page just read: also {count, headers, body, lastItem}.',
  run: '{id}: current run.',
  item: 'Whole item, in a map with each.',
  status: 'HTTP status code of the response.',
  headers: 'Headers of the response, by names in lower case.',
  body: 'Body of the response: parsed if it is JSON, text otherwise.',
  nonce: 'Random value of the attempt.',
  timestamp: 'Time of the attempt, in the format of timestamp.',
  bodyHash: 'Hash of the body, with bodyHash.',
  request: '{method, host, path, query, pathWithQuery} of the request, exactly as sent.',
  signature: 'Signature, in inject.',
  '<parent>': 'Partition value, by the name in `as` of the stream or of one of its ancestors.',
  '<lookup>': 'Related item, by the name of the lookup. Absent if none matches.',
  '<value>': 'Named value of the HMAC scheme, by its name in values.',
};
