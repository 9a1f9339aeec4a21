import type { Ajv, ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { stableStringify, toPointer } from '../base/json/index.ts';
import { createSchemaCompiler } from '../base/json/schema-compiler.ts';
import { memoizeByText } from '../base/memoize/index.ts';
import { SHORTEST_SECRET } from '../base/secret/index.ts';
import { formatList, formatSuggestion } from '../base/suggestion/index.ts';
import { isZone } from '../base/time/index.ts';
import { compileExpression, schemaRegExp } from '../language/expression/index.ts';
import type { Issue } from './issue.ts';
import { formatLimit } from './schema-wording.ts';
import { openSettings } from './secret-settings.ts';
import { findChoice, findDiscriminator, nameChoice } from './setting-groups.ts';
import { isGroup, parseTyped, type SettingValue, type SettingValues } from './setting-values.ts';
import type { SettingItems, SettingSchema, SettingsSchema } from './types.generated.ts';

/** Result of checking a connection's settings. */
export interface CheckedSettings {
  /** Configured, derived and default values. Complete only if `issues` is empty. */
  readonly values: SettingValues;
  readonly issues: readonly Issue[];
}

const ajv = createSchemaCompiler({
  allErrors: true,
  validateFormats: true,
  unicodeRegExp: false,
  code: { regExp: schemaRegExp },
});
(addFormats as unknown as (instance: Ajv) => void)(ajv);
ajv.addFormat('timeZone', isZone);

/** Compiles a validator once per schema text. */
const compileValidator = memoizeByText((schema) => ajv.compile(JSON.parse(schema)));

/** Path of a setting in the settings, such as ['credentials', 'token']. */
type Path = readonly string[];

const createIssue = (rule: string, setting: Path, [message, fix]: readonly [string, string]): Issue => ({
  rule,
  severity: 'error',
  path: toPointer(setting),
  message,
  fix,
});

const formatPath = (path: Path): string => path.join('.');

const formatTitle = ({ title }: Pick<SettingSchema, 'title'>): string => (title === undefined ? '' : ` (${title})`);

const wording: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ params }) => `must be of type ${params['type']}`,
  enum: ({ params }) => `must be one of ${formatList(params['allowedValues'])}`,
  format: ({ params }) =>
    `must be a valid ${params['format'] === 'uri' ? 'URL such as https://host.example' : params['format']}`,
  pattern: () => 'does not match the expected format',
  minLength: ({ params }) => `must have ${formatLimit('at least # characters', Number(params['limit']))}`,
  maxLength: ({ params }) => `must have ${formatLimit('at most # characters', Number(params['limit']))}`,
};

const describeError = (error: ErrorObject): string => wording[error.keyword]?.(error) ?? String(error.message);

type ScalarSchema = SettingSchema | SettingItems;

/** Returns the issues of one scalar. Messages never contain the value, because it may be a secret. */
function findProblems(path: Path, schema: ScalarSchema, value: SettingValue): Issue[] {
  const { type, format, pattern, minLength, maxLength, minimum, maximum, exclusiveMinimum } = schema;
  const checked = {
    type,
    enum: schema.enum,
    format,
    pattern,
    minLength,
    maxLength,
    minimum,
    maximum,
    exclusiveMinimum,
  };
  const validate = compileValidator(JSON.stringify(checked));
  if (validate(value)) return [];
  const name = formatPath(path);
  const example = schema.examples?.[0];
  const fix = `Correct "${name}"${formatTitle(schema)}${example === undefined ? '' : `, for example ${JSON.stringify(example)}`}.`;
  return (validate.errors ?? [])
    .slice(0, 1)
    .map((error) => createIssue('setting/invalid', path, [`"${name}" ${describeError(error)}`, fix]));
}

/** Records are searched for secrets by value, and a short one occurs in them by chance. */
const findShortSecret = (path: Path, schema: ScalarSchema, value: SettingValue): Issue[] =>
  'writeOnly' in schema && schema.writeOnly && String(value).length < SHORTEST_SECRET
    ? [
        createIssue('setting/short-secret', path, [
          `the secret "${formatPath(path)}" has fewer than ${SHORTEST_SECRET} characters`,
          `Give "${formatPath(path)}"${formatTitle(schema)} a value of at least ${SHORTEST_SECRET} characters; change it at the vendor first if it is shorter there.`,
        ]),
      ]
    : [];

/** Returns true if a setting accepts a text as its value. */
export const fitsSetting = (name: string, schema: SettingSchema, text: string): boolean =>
  findProblems([name], schema, parseTyped(schema, text)).length === 0;

const createUnknownIssue = (path: Path, known: readonly string[]): Issue =>
  createIssue('setting/unknown', path, [
    `unknown setting "${formatPath(path)}"`,
    `Use one of: ${formatList(known)}.${formatSuggestion(path.at(-1) ?? '', known)}`,
  ]);

const createInvalidIssue = (path: Path, problem: string, fix: string): Issue =>
  createIssue('setting/invalid', path, [`"${formatPath(path)}" ${problem}`, fix]);

/** State of a check: the issues so far, and the settings that derived values may read. */
interface Check {
  readonly issues: Issue[];
  readonly visible: Readonly<Record<string, SettingValue>>;
}

/** Returns the value of an absent setting: derived from the preceding settings, or its default. */
async function fillAbsent(schema: SettingSchema, { visible }: Check): Promise<SettingValue | undefined> {
  if (schema.derive !== undefined) {
    const derived = await compileExpression(schema.derive).evaluate(visible, { settings: visible });
    if (typeof derived === 'string' || typeof derived === 'number' || typeof derived === 'boolean') return derived;
    if (Array.isArray(derived)) return derived as SettingValue;
  }
  return schema.default as SettingValue | undefined;
}

const countValues = (count: number): string => `${count} value${count === 1 ? '' : 's'}`;

async function checkList(check: Check, path: Path, schema: SettingSchema, value: SettingValue): Promise<SettingValue> {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const fix = `Give "${formatPath(path)}"${formatTitle(schema)} a list of values.`;
  const report = (problem: string) => check.issues.push(createInvalidIssue(path, problem, fix));
  if (!Array.isArray(value) || !items) {
    report('must be a list');
    return value;
  }
  if (value.length < minItems) report(`must have at least ${countValues(minItems)}`);
  if (value.length > maxItems) report(`must have at most ${countValues(maxItems)}`);
  const checked: SettingValue[] = [];
  for (const [at, one] of value.entries()) checked.push(await checkValue(check, [...path, String(at)], items, one));
  if (schema.uniqueItems && new Set(checked.map((one) => stableStringify(one))).size < checked.length)
    report('must not contain a value twice');
  return checked;
}

const formatChoices = (schema: SettingSchema, name: string): string =>
  formatList((schema.oneOf ?? []).map((choice) => String(nameChoice(name, choice))));

async function checkGroup(
  check: Check,
  path: Path,
  schema: SettingSchema | SettingItems,
  value: SettingValue,
): Promise<SettingValue> {
  if (!isGroup(value)) {
    const fix = `Give "${formatPath(path)}"${formatTitle(schema)} an object with the settings of the group.`;
    check.issues.push(createInvalidIssue(path, 'must be an object', fix));
    return value;
  }
  if (!('oneOf' in schema) || !schema.oneOf) return checkMembers(check, path, schema, value);
  const name = findDiscriminator(schema) ?? '';
  const choice = findChoice(schema, value);
  if (choice) return checkMembers(check, path, choice, value);
  const own = [...path, name];
  const fix = `Set "${formatPath(own)}" to one of: ${formatChoices(schema, name)}.`;
  check.issues.push(
    value[name] === undefined
      ? createIssue('setting/missing', own, [`the setting "${formatPath(own)}" is missing`, fix])
      : createInvalidIssue(own, `must be one of ${formatChoices(schema, name)}`, fix),
  );
  return value;
}

/** Checks a value and returns it with the types and defaults of its schema. */
async function checkValue(check: Check, path: Path, schema: ScalarSchema, given: SettingValue): Promise<SettingValue> {
  const value = parseTyped(schema, given);
  if (schema.type === 'array') return checkList(check, path, schema as SettingSchema, value);
  if (schema.type === 'object') return checkGroup(check, path, schema, value);
  const constant = 'const' in schema ? schema.const : undefined;
  if (constant !== undefined && constant !== value)
    check.issues.push(createInvalidIssue(path, `must be ${JSON.stringify(constant)}`, 'Use this value.'));
  const problems = findProblems(path, schema, value);
  check.issues.push(...(problems.length > 0 ? problems : findShortSecret(path, schema, value)));
  return value;
}

interface Members {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
}

/** Checks the settings of a group in the order of their declaration. */
async function checkMembers(
  check: Check,
  path: Path,
  { properties = {}, required = [] }: Members,
  given: SettingValues,
): Promise<SettingValues> {
  const known = Object.keys(properties);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(properties, name)) check.issues.push(createUnknownIssue([...path, name], known));
  const values: Record<string, SettingValue> = {};
  const open: Record<string, SettingValue> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const own = [...path, name];
    const inner = path.length === 0 ? { ...check, visible: open } : check;
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? (await fillAbsent(schema, inner));
    if (value === undefined) {
      if (required.includes(name))
        check.issues.push(
          createIssue('setting/missing', own, [
            `the setting "${formatPath(own)}" is missing`,
            `Set "${formatPath(own)}"${formatTitle(schema)}.`,
          ]),
        );
      continue;
    }
    values[name] = await checkValue(inner, own, schema, value);
    if (path.length === 0)
      Object.assign(open, openSettings({ settings: { type: 'object', properties } }, { [name]: values[name] }));
  }
  return values;
}

/**
 * Checks a connection's settings against the manifest, and fills in derived values and defaults in declaration order.
 * Reports every problem (`setting/missing`, `setting/unknown`, `setting/invalid`, `setting/short-secret`) with a pointer
 * into the settings.
 */
export async function checkSettings(schema: SettingsSchema, given: SettingValues): Promise<CheckedSettings> {
  const issues: Issue[] = [];
  const values = await checkMembers({ issues, visible: {} }, [], schema, given);
  return { values, issues };
}
