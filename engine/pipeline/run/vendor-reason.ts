import { isObject } from '../../base/json/index.ts';

/** Longest quote of a vendor's reason, in characters. */
const LONGEST = 300;
/** Reasons nest in containers at most this deep. */
const DEEPEST = 4;
/** Members of a list of errors that are quoted. */
const MOST_ERRORS = 3;

/** Fields of an error response that contain a sentence, in the order of preference; compared without case, `_`, `-`, `.`. */
const SENTENCES = [
  'errordescription',
  'message',
  'errormessage',
  'errorsummary',
  'faultstring',
  'detail',
  'details',
  'reason',
  'description',
  'msg',
  'title',
  'text',
];

/** Fields that contain a sentence, an object with one, or a list of either. */
const CONTAINERS = ['error', 'errors', 'odataerror', 'fault', 'exception', 'problem', 'errormessages', 'messages'];

/** Elements of XML errors that contain a sentence. */
const XML_SENTENCE =
  /<(?:[\w-]{1,40}:)?(faultstring|message|errormessage|reason|text|detail|description)(?:\s[^<>]{0,200})?>([^<>]+)</i;

const isSentence = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const normalizeKey = (key: string): string => key.toLowerCase().replace(/[_.-]/g, '');

const toFields = (value: object): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(value).map(([key, member]) => [normalizeKey(key), member]));

const findText = (value: unknown): string | undefined => {
  if (isSentence(value)) return value;
  // OData wraps a message with its language.
  return isObject(value) && isSentence(value['value']) ? value['value'] : undefined;
};

function findSentence(fields: ReadonlyMap<string, unknown>): string | undefined {
  for (const name of SENTENCES) {
    const text = findText(fields.get(name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Returns the sentences of a list, or of an object that lists problems by field. */
function findListed(value: object, depth: number): string | undefined {
  if (depth > DEEPEST) return undefined;
  const texts: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    const text = findReasonIn(member, depth + 1);
    if (text === undefined) continue;
    texts.push(Array.isArray(value) ? text : `${key}: ${text}`);
    if (texts.length === MOST_ERRORS) break;
  }
  return texts.length === 0 ? undefined : texts.join('; ');
}

function findContained(fields: ReadonlyMap<string, unknown>, depth: number): string | undefined {
  for (const name of CONTAINERS) {
    const value = fields.get(name);
    const text = findReasonIn(value, depth + 1) ?? (isObject(value) ? findListed(value, depth + 1) : undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

function findReasonIn(value: unknown, depth: number): string | undefined {
  if (isSentence(value)) return value;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return findListed(value, depth);
  const fields = toFields(value);
  const own = findSentence(fields);
  const contained = findContained(fields, depth);
  if (own === undefined || contained === undefined) return own ?? contained;
  const isLabel = isSentence(fields.get('error'));
  return isLabel || contained.includes(own) || own.includes(contained) ? own : `${own}: ${contained}`;
}

/** Finds the errors that a GraphQL response reports beside its data; undefined for any other body. */
export const findReportedErrors = (body: unknown): string | undefined => {
  if (!isObject(body) || !Object.hasOwn(body, 'data') || !Array.isArray(body['errors'])) return undefined;
  return findReasonIn(body['errors'], 0);
};

/** Finds the error that a page without its list states in one of the containers of errors. */
export const findStatedError = (body: unknown): string | undefined =>
  isObject(body) ? findContained(toFields(body), 0) : undefined;

/** Finds the reason that an error response gives in a well-known field of JSON or XML; undefined without one. */
export const findReason = (body: unknown): string | undefined => {
  if (typeof body !== 'string') return findReasonIn(body, 0);
  return /^\s*<(?!!doctype html|html)/i.test(body) ? XML_SENTENCE.exec(body)?.[2] : undefined;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are removed
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g;

/** Truncates a text with an ellipsis. */
export const truncate = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;

/** Formats a reason for a message: on one line, without secrets, at most 300 characters. */
export function formatReasonText(reason: unknown, redact: (text: string) => string): string | undefined {
  const text = Array.isArray(reason) ? reason.filter(isSentence).join('; ') : reason;
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  // A secret may contain line breaks, and one may remain in the joined line.
  const line = redact(redact(String(text)).replace(INVISIBLE, ' ').trim());
  return line === '' ? undefined : truncate(line, LONGEST);
}
