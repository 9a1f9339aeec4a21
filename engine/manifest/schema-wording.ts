import type { ErrorObject } from 'ajv';
import { isObject, type Json, type JsonObject } from '../base/json/index.ts';
import { formatList, formatSuggestion, quoteText } from '../base/suggestion/index.ts';
import { followRef, jsonType, listAlternatives, listKnownKeys, schemaNode } from './schema-node.ts';

/** One ajv error, with the schema node and the value that it concerns. */
interface Failure {
  readonly error: ErrorObject;
  /** Schema node that contains the failed keyword. */
  readonly node: JsonObject;
  readonly value: Json | undefined;
}

/** Rule, message and fix of an error. `key` is appended to the pointer if the error concerns a key of the value. */
export interface Wording {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
  readonly key?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  object: 'an object {…}',
  array: 'a list […]',
  null: 'null',
};

const formatTypeNames = (types: Json | undefined) =>
  ([types ?? []].flat() as readonly Json[]).map((type) => TYPES[String(type)] ?? String(type)).join(' or ');

const formatExamples = (node: JsonObject): string => {
  const [example] = (node['examples'] ?? []) as readonly Json[];
  return example === undefined ? '' : ` For example: ${JSON.stringify(example)}.`;
};

const formatPurpose = (node: JsonObject) => (typeof node['description'] === 'string' ? ` ${node['description']}` : '');

const formatValue = (value: Json | undefined) => {
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'object' && value !== null ? TYPES[jsonType(value)] : String(value);
};

const describeRequired = ({ error, node }: Failure): Wording => {
  const name = String(error.params['missingProperty']);
  const properties = isObject(node['properties']) ? node['properties'] : {};
  const property = isObject(properties[name]) ? properties[name] : {};
  const described = { ...followRef(property), ...property };
  return {
    rule: 'schema/required',
    message: `The key "${name}" is missing.`,
    fix: `Add "${name}".${formatPurpose(described)}${formatExamples(described)}`,
  };
};

/** Names that other tools use for a key. */
const FOREIGN_KEYS: Readonly<Record<string, string>> = {
  primary_key: 'key',
  primaryKey: 'key',
  url_base: 'baseUrl',
  base_url: 'baseUrl',
  cursor_field: 'cursor',
  record_selector: 'records',
  data_selector: 'records',
  pagination: 'paginator',
  authenticator: 'auth',
  authentication: 'auth',
  error_handler: 'errors',
  max_retries: 'retry',
  retries: 'retry',
  params: 'query',
  request_parameters: 'query',
  body: 'json',
  partition: 'partitions',
  parent: 'partitions',
  incremental_sync: 'incremental',
  transformations: 'item',
  transform: 'item',
  schema: 'entities',
};

const formatKeySuggestion = (name: string, known: readonly string[]): string => {
  const foreign = Object.hasOwn(FOREIGN_KEYS, name) ? FOREIGN_KEYS[name] : undefined;
  return foreign !== undefined && known.includes(foreign)
    ? ` Did you mean "${foreign}"?`
    : formatSuggestion(name, known);
};

const describeUnknownKey = ({ error, node }: Failure): Wording => {
  const name = String(error.params['additionalProperty']);
  const known = listKnownKeys(node);
  return {
    rule: 'schema/unknown-key',
    message: `Unknown key ${quoteText(name)}.`,
    fix: `Remove it, or use one of: ${formatList(known)}.${formatKeySuggestion(name, known)}`,
    key: name,
  };
};

const describeWrongType = ({ error, node, value }: Failure): Wording => ({
  rule: 'schema/type',
  message: `This must be ${formatTypeNames(error.params['type'] as Json)}, not ${TYPES[jsonType(value)]}.`,
  fix: `Write ${formatTypeNames(error.params['type'] as Json)}.${formatPurpose(node)}${formatExamples(node)}`,
});

const describeOneOf = (values: readonly Json[], value: Json | undefined): Wording => ({
  rule: 'schema/enum',
  message: `${formatValue(value)} is not an allowed value.`,
  fix: `Use one of: ${formatList(values.map((one) => JSON.stringify(one)))}.${typeof value === 'string' ? formatSuggestion(value, values.map(String)) : ''}`,
});

const listTagValues = (node: JsonObject, tag: string): Json[] =>
  listAlternatives(node).flatMap((one) => {
    const property = isObject(one['properties']) ? one['properties'][tag] : undefined;
    return isObject(property) && property['const'] !== undefined ? [property['const']] : [];
  });

const describeUnknownTag = ({ error, node }: Failure): Wording => {
  const tag = String(error.params['tag']);
  const value = error.params['tagValue'] as Json | undefined;
  return { ...describeOneOf(listTagValues(node, tag), value), rule: 'schema/type-unknown', key: tag };
};

const describeNoAlternative = ({ node }: Failure): Wording => {
  const accepted = listAlternatives(node).map((one) => formatTypeNames(one['type'] ?? 'object'));
  const kinds = [...new Set(accepted)].join(', or ');
  return { rule: 'schema/type', message: `This must be ${kinds}.`, fix: `Write ${kinds}.${formatPurpose(node)}` };
};

const describeExclusive = (failure: Failure): Wording => {
  const names = listAlternatives(failure.node).flatMap((one) => (one['required'] ?? []) as readonly Json[]);
  const either = names.map((name) => `"${name}"`).join(' or ');
  const none = failure.error.params['passingSchemas'] === null;
  return {
    rule: none ? 'schema/required' : 'schema/exclusive',
    message: none ? `One of ${either} is missing.` : `${either} cannot be combined.`,
    fix: none ? `Add ${either}.` : `Keep ${either}, and remove the other.`,
  };
};

const describeBadName = ({ error, node }: Failure): Wording => {
  const name = String(error.params['propertyName']);
  const names = isObject(node['propertyNames']) ? followRef(node['propertyNames']) : {};
  return {
    rule: 'schema/name',
    message: `Invalid name ${quoteText(name)}.`,
    fix: `Use another name with at most 64 characters.${formatPurpose(names)}`,
    key: name,
  };
};

const describeBadPattern = ({ node, value }: Failure): Wording => ({
  rule: 'schema/pattern',
  message: `${formatValue(value)} does not match the expected format.`,
  fix: `Correct the value.${formatPurpose(node)}${formatExamples(node)}`,
});

const FORMATS: Readonly<Record<string, string>> = {
  uri: 'Use an absolute URL: https://….',
  regex: 'Correct the regular expression. It must be valid JavaScript with the u flag.',
};

const describeBadFormat = ({ error, value }: Failure): Wording => ({
  rule: 'schema/format',
  message: `${formatValue(value)} is not a valid ${error.params['format']}.`,
  fix: FORMATS[String(error.params['format'])] ?? 'Correct the value.',
});

/** Formats a limit: "at least # items" with 1 is "at least 1 item". */
export const formatLimit = (requirement: string, bound: number): string =>
  (bound === 1 ? requirement.replace(/s$/, '') : requirement).replace('#', String(bound));

const createLimitWording =
  (requirement: string) =>
  (failure: Failure): Wording => {
    const limit = formatLimit(requirement, Number(failure.error.params['limit']));
    return {
      rule: 'schema/limit',
      message: `This must have ${limit}.`,
      fix: `Use ${limit}.${formatPurpose(failure.node)}`,
    };
  };

const describeRange = ({ error, value }: Failure): Wording => {
  const { comparison, limit: bound } = error.params as { readonly comparison: string; readonly limit: number };
  return {
    rule: 'schema/limit',
    message: `${formatValue(value)} is out of range: it must be ${comparison} ${bound}.`,
    fix: `Use a number that is ${comparison} ${bound}.`,
  };
};

/** ajv keyword → wording. A keyword without a row gets a generic message. */
const WORDINGS: Readonly<Record<string, (failure: Failure) => Wording>> = {
  required: describeRequired,
  additionalProperties: describeUnknownKey,
  type: describeWrongType,
  enum: ({ error, value }) => describeOneOf(error.params['allowedValues'] as readonly Json[], value),
  const: ({ error, value }) => describeOneOf([error.params['allowedValue'] as Json], value),
  discriminator: describeUnknownTag,
  anyOf: describeNoAlternative,
  oneOf: describeExclusive,
  propertyNames: describeBadName,
  pattern: describeBadPattern,
  format: describeBadFormat,
  minLength: createLimitWording('at least # characters'),
  maxLength: createLimitWording('at most # characters'),
  minItems: createLimitWording('at least # items'),
  minProperties: createLimitWording('at least # members'),
  uniqueItems: () => ({
    rule: 'schema/limit',
    message: 'The list contains a duplicate item.',
    fix: 'Remove the duplicate.',
  }),
  minimum: describeRange,
  maximum: describeRange,
};

/** Rules under which problems of the text and the schema are reported, with the sentences of the reference. */
export const SCHEMA_RULES: Readonly<Record<string, string>> = {
  'json/syntax': 'The text is JSON.',
  'json/too-large': 'The manifest is at most 1 MB.',
  'json/too-deep': 'The manifest has at most 64 levels of nesting.',
  'json/duplicate-key': 'No object contains a key twice.',
  'json/proto-key': 'No key is "__proto__".',
  'schema/required': 'Every required key is present.',
  'schema/unknown-key': 'Every key is defined by the schema.',
  'schema/type': 'Every value has the type that the schema requires.',
  'schema/type-unknown': 'The "type" of every auth scheme, paginator, decoder and lookup exists.',
  'schema/enum': 'Every value with a fixed set of choices is one of them.',
  'schema/exclusive': 'Mutually exclusive keys are not combined.',
  'schema/name': 'Names consist of letters, digits and _.',
  'schema/pattern': 'Strings match the pattern of the schema.',
  'schema/format': 'URLs and regular expressions are valid.',
  'schema/limit': 'Lengths, counts and numbers are within their limits.',
  'schema/more': 'The manifest has at most 500 problems; further ones are not listed.',
};

/** Returns the rule, message and fix of an ajv error at `value`. */
export const describeError = (error: ErrorObject, value: Json | undefined): Wording =>
  WORDINGS[error.keyword]?.({ error, node: schemaNode(error), value }) ?? {
    rule: 'schema/limit',
    message: `This value violates the schema keyword "${error.keyword}".`,
    fix: 'See the manifest reference in schemas/README.md.',
  };
