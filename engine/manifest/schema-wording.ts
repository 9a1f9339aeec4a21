import type { ErrorObject } from 'ajv';
import type { Json, JsonObject } from '../base/json/index.ts';
import { isObject } from '../base/json/index.ts';
import { followRef, listAlternatives, listKnownKeys } from './schema-node.ts';
import { jsonType, schemaNode } from './schema-union.ts';
import { formatList, formatSuggestion, quoteText } from './suggestion.ts';

/** One error of ajv with what is needed to speak of it. */
interface Failure {
  readonly error: ErrorObject;
  /** The schema's node that holds the keyword. */
  readonly node: JsonObject;
  readonly value: Json | undefined;
}

/** What is said of an error: the rule, the sentences, and the last key of its pointer where that is not the value's own. */
export interface Wording {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
  readonly key?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
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

const describeUnknownKey = ({ error, node }: Failure): Wording => {
  const name = String(error.params['additionalProperty']);
  const known = listKnownKeys(node);
  return {
    rule: 'schema/unknown-key',
    message: `The key ${quoteText(name)} is not known here.`,
    fix: `Remove it, or use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
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
  message: `${formatValue(value)} is not one of the values that are allowed here.`,
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
  const wanted = listAlternatives(node).map((one) => formatTypeNames(one['type'] ?? 'object'));
  const kinds = [...new Set(wanted)].join(', or ');
  return { rule: 'schema/type', message: `This must be ${kinds}.`, fix: `Write ${kinds}.${formatPurpose(node)}` };
};

const describeExclusive = (failure: Failure): Wording => {
  const names = listAlternatives(failure.node).flatMap((one) => (one['required'] ?? []) as readonly Json[]);
  const either = names.map((name) => `"${name}"`).join(' or ');
  const none = failure.error.params['passingSchemas'] === null;
  return {
    rule: none ? 'schema/required' : 'schema/exclusive',
    message: none ? `One of ${either} is missing.` : `Only one of ${either} may be given.`,
    fix: none ? `Add ${either}.` : `Keep ${either}, and remove the other.`,
  };
};

const describeBadName = ({ error }: Failure): Wording => {
  const name = String(error.params['propertyName']);
  return {
    rule: 'schema/name',
    message: `${quoteText(name)} cannot be a name here.`,
    fix: 'Names begin with a letter, go on with letters, digits and _ (ids: small letters, digits and -), and have 64 characters at most.',
    key: name,
  };
};

const describeBadPattern = ({ node, value }: Failure): Wording => ({
  rule: 'schema/pattern',
  message: `${formatValue(value)} does not have the form that is wanted here.`,
  fix: `Write it as the schema says.${formatPurpose(node)}${formatExamples(node)}`,
});

const FORMATS: Readonly<Record<string, string>> = {
  uri: 'Write a whole URL: https://….',
  regex: 'Correct the regular expression; it must be valid JavaScript (with the u flag).',
};

const describeBadFormat = ({ error, value }: Failure): Wording => ({
  rule: 'schema/format',
  message: `${formatValue(value)} is not a valid ${error.params['format']}.`,
  fix: FORMATS[String(error.params['format'])] ?? 'Correct it.',
});

const createLimitWording =
  (what: string) =>
  (failure: Failure): Wording => {
    const bound = Number(failure.error.params['limit']);
    return {
      rule: 'schema/limit',
      message: `This must have ${what.replace('#', String(bound))}.`,
      fix: `Give it ${what.replace('#', String(bound))}.${formatPurpose(failure.node)}`,
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

/** ajv's keyword → what is said of it. A keyword without a row is spoken of in general words. */
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
  minLength: createLimitWording('# characters at least'),
  maxLength: createLimitWording('# characters at most'),
  minItems: createLimitWording('# items at least'),
  minProperties: createLimitWording('# members at least'),
  uniqueItems: () => ({
    rule: 'schema/limit',
    message: 'The same item stands twice in this list.',
    fix: 'Remove the repeated item.',
  }),
  minimum: describeRange,
  maximum: describeRange,
};

/** The rules that the schema's checks are reported under, with a sentence each: what the reference lists. */
export const SCHEMA_RULES: Readonly<Record<string, string>> = {
  'json/syntax': 'The text is JSON.',
  'json/too-large': 'A manifest is 1 MB at most.',
  'json/too-deep': 'A manifest nests 64 levels at most.',
  'json/duplicate-key': 'No key stands twice in one object.',
  'json/proto-key': 'No key is "__proto__".',
  'schema/required': 'What must be there is there.',
  'schema/unknown-key': 'Only keys that the schema knows are used.',
  'schema/type': 'Values have the type that the schema asks for.',
  'schema/type-unknown': 'The "type" of an auth scheme, a paginator, a decoder or a lookup is one that exists.',
  'schema/enum': 'A value with a fixed set of choices is one of them.',
  'schema/exclusive': 'Keys that exclude each other do not stand together.',
  'schema/name': 'Names are made of letters, digits and _.',
  'schema/pattern': 'Texts with a form have it.',
  'schema/format': 'URLs and regular expressions are valid.',
  'schema/limit': 'Lengths, counts and numbers are within their bounds.',
  'schema/more': 'At most 500 problems are listed.',
};

/** What is said of one error of ajv at `value`. */
export const describeError = (error: ErrorObject, value: Json | undefined): Wording =>
  WORDINGS[error.keyword]?.({ error, node: schemaNode(error), value }) ?? {
    rule: 'schema/limit',
    message: `This is not valid: it fails "${error.keyword}".`,
    fix: 'See the reference of the manifest.',
  };
