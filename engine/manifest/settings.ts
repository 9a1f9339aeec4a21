import type { Ajv, ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { toPointer } from '../base/json/index.ts';
import { createSchemaCompiler } from '../base/json/schema-compiler.ts';
import { SHORTEST_SECRET } from '../base/secret/index.ts';
import { isZone } from '../base/time/index.ts';
import { compileExpression, memoizeByText, schemaRegExp } from '../language/expression/index.ts';
import type { Issue } from './issue.ts';
import { formatList, formatSuggestion } from './suggestion.ts';
import type { SettingSchema, SettingsSchema } from './types.generated.ts';

type SettingValue = string | number | boolean;
export type SettingValues = Readonly<Record<string, SettingValue>>;

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

const createIssue = (rule: string, setting: string, [message, fix]: readonly [string, string]): Issue => ({
  rule,
  severity: 'error',
  path: toPointer([setting]),
  message,
  fix,
});

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Converts a string from the environment or the command line to the type of the setting, if it represents one exactly. */
function parseTyped(schema: SettingSchema, value: SettingValue): SettingValue {
  if (schema.type === 'string') return String(value);
  if (typeof value !== 'string') return value;
  if (schema.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return NUMBER.test(value) ? Number(value) : value;
}

const wording: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ params }) => `must be of type ${params['type']}`,
  enum: ({ params }) => `must be one of ${formatList(params['allowedValues'])}`,
  format: ({ params }) =>
    `must be a valid ${params['format'] === 'uri' ? 'URL such as https://host.example' : params['format']}`,
  pattern: () => 'does not match the expected format',
  minLength: ({ params }) => `must have at least ${params['limit']} characters`,
  maxLength: ({ params }) => `must have at most ${params['limit']} characters`,
};

const describeError = (error: ErrorObject): string => wording[error.keyword]?.(error) ?? String(error.message);

/** Returns the issues of one setting. Messages never contain the value, because it may be a secret. */
function findProblems(name: string, schema: SettingSchema, value: SettingValue): Issue[] {
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
  const example = schema.examples?.[0];
  const fix = `Correct "${name}" (${schema.title})${example === undefined ? '' : `, for example ${JSON.stringify(example)}`}.`;
  return (validate.errors ?? [])
    .slice(0, 1)
    .map((error) => createIssue('setting/invalid', name, [`"${name}" ${describeError(error)}`, fix]));
}

/** Records are searched for secrets by value, and a short one occurs in them by chance. */
const findShortSecret = (name: string, { title, writeOnly }: SettingSchema, value: SettingValue): Issue[] =>
  writeOnly && String(value).length < SHORTEST_SECRET
    ? [
        createIssue('setting/short-secret', name, [
          `the secret "${name}" has fewer than ${SHORTEST_SECRET} characters`,
          `Give "${name}" (${title}) a value of at least ${SHORTEST_SECRET} characters; change it at the vendor first if it is shorter there.`,
        ]),
      ]
    : [];

/** Returns true if a setting accepts a text as its value. */
export const fitsSetting = (name: string, schema: SettingSchema, text: string): boolean =>
  findProblems(name, schema, parseTyped(schema, text)).length === 0;

const findUnknownSettings = (schema: SettingsSchema, given: SettingValues): Issue[] => {
  const known = Object.keys(schema.properties);
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(schema.properties, name))
    .map((name) =>
      createIssue('setting/unknown', name, [
        `unknown setting "${name}"`,
        `Use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
      ]),
    );
};

/** Returns the value of an absent setting: derived from the preceding settings, or its default. */
async function fillAbsent(
  schema: SettingSchema,
  visible: Record<string, SettingValue>,
): Promise<SettingValue | undefined> {
  if (schema.derive !== undefined) {
    const derived = await compileExpression(schema.derive).evaluate(visible, {});
    if (typeof derived === 'string' || typeof derived === 'number' || typeof derived === 'boolean') return derived;
  }
  return schema.default;
}

/**
 * Checks a connection's settings against the manifest, and fills in derived values and defaults in declaration order.
 * Reports every problem (`setting/missing`, `setting/unknown`, `setting/invalid`, `setting/short-secret`) with a pointer
 * into the settings.
 */
export async function checkSettings(schema: SettingsSchema, given: SettingValues): Promise<CheckedSettings> {
  const issues = findUnknownSettings(schema, given);
  const values: Record<string, SettingValue> = {};
  const visible: Record<string, SettingValue> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = own === undefined ? await fillAbsent(property, visible) : parseTyped(property, own);
    if (value === undefined) {
      if (schema.required?.includes(name))
        issues.push(
          createIssue('setting/missing', name, [
            `the setting "${name}" is missing`,
            `Set "${name}" (${property.title}).`,
          ]),
        );
      continue;
    }
    const problems = findProblems(name, property, value);
    issues.push(...(problems.length > 0 ? problems : findShortSecret(name, property, value)));
    values[name] = value;
    if (!property.writeOnly) visible[name] = value;
  }
  return { values, issues };
}
