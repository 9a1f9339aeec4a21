import { createSchemaCompiler } from '../../../base/json/schema-compiler.ts';
import { memoizeByText } from '../../../language/expression/index.ts';
import { findScopeReads, type ScopeRead } from '../../reads.ts';
import { isSecretSetting } from '../../secret-settings.ts';
import { formatList, formatSuggestion } from '../../suggestion.ts';
import type { SettingSchema } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

const settingPointer = (name: string, key?: string) => pointerTo('settings', 'properties', name, ...(key ? [key] : []));

/** `given` reports which settings have a value. */
const SETTING_ROOTS: ReadonlySet<string> = new Set(['settings', 'given']);

const findSettingReads = (context: LintContext): (ScopeRead & { readonly setting: string })[] =>
  findScopeReads(context.sites).flatMap((read) =>
    SETTING_ROOTS.has(read.names[0] ?? '') && read.names[1] !== undefined ? [{ ...read, setting: read.names[1] }] : [],
  );

function* findUndeclared(context: LintContext): Iterable<Violation> {
  const known = Object.keys(context.manifest.settings.properties);
  for (const { setting, path } of findSettingReads(context)) {
    if (!known.includes(setting))
      yield {
        path,
        message: `the setting "${setting}" is not declared`,
        fix: `Declare it under settings.properties, or use one of: ${formatList(known)}.${formatSuggestion(setting, known)}`,
      };
  }
}

function* findUnused(context: LintContext): Iterable<Violation> {
  const used = new Set(findSettingReads(context).map(({ setting }) => setting));
  for (const [name, { shared }] of Object.entries(context.manifest.settings.properties)) {
    if (!used.has(name) && !shared)
      yield {
        path: settingPointer(name),
        message: `the setting "${name}" is unused`,
        fix: 'Use it, or remove it so that users do not have to enter it.',
      };
  }
}

function* findLeakingSecrets(context: LintContext): Iterable<Violation> {
  for (const { setting, path, site, names } of findSettingReads(context)) {
    if (!isSecretSetting(context.manifest, setting) || site.secrets || names[0] === 'given') continue;
    yield {
      path,
      message: `the secret "${setting}" is used outside "auth"`,
      fix: 'Send the secret through an auth scheme, or remove it here.',
    };
  }
}

function* findUnknownRequired({ manifest }: LintContext): Iterable<Violation> {
  const known = Object.keys(manifest.settings.properties);
  for (const [index, name] of (manifest.settings.required ?? []).entries()) {
    if (!known.includes(name))
      yield {
        path: pointerTo('settings', 'required', index),
        message: `the required setting "${name}" is not declared`,
        fix: `Declare it under settings.properties, or use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
      };
  }
}

const ajv = createSchemaCompiler({ validateFormats: false, logger: false });
const compileValidator = memoizeByText((schema) => ajv.compile(JSON.parse(schema)));

function fitsType(
  { type, minimum, maximum, exclusiveMinimum, minLength, maxLength, enum: values }: SettingSchema,
  value: unknown,
): boolean {
  const rules = { type, minimum, maximum, exclusiveMinimum, minLength, maxLength, enum: values };
  return compileValidator(JSON.stringify(rules))(value) === true;
}

function* findMisfits({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, schema] of Object.entries(manifest.settings.properties)) {
    const values = [
      ['default', schema.default],
      ...(schema.examples ?? []).map((value, index) => [`examples/${index}`, value]),
    ] as const;
    for (const [key, value] of values) {
      if (value !== undefined && !fitsType(schema, value))
        yield {
          path: `${settingPointer(name)}/${key}`,
          message: `${JSON.stringify(value)} is not a valid value of the setting "${name}"`,
          fix: "Use a value of the setting's type and within its limits.",
        };
    }
  }
}

function* findSecretDefaults({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, schema] of Object.entries(manifest.settings.properties)) {
    if (!schema.writeOnly) continue;
    for (const key of ['default', 'derive', 'examples'] as const) {
      if (schema[key] !== undefined)
        yield {
          path: settingPointer(name, key),
          message: `the manifest contains a value of the secret "${name}"`,
          fix: `Remove "${key}". Manifests are public.`,
        };
    }
  }
}

function* findDeriveOrderProblems(context: LintContext): Iterable<Violation> {
  const order = Object.keys(context.manifest.settings.properties);
  for (const { setting, path, site } of findSettingReads(context)) {
    if (site.sees !== 'settings') continue;
    const own = path.split('/')[3] ?? '';
    if (!order.includes(setting) || order.indexOf(setting) < order.indexOf(own)) continue;
    yield {
      path,
      message: `"${own}" is derived from "${setting}", which is declared after it`,
      fix: `Declare "${setting}" before "${own}".`,
    };
  }
}

export const SETTING_RULES = {
  'settings/undeclared': { sentence: 'Every setting in use is declared.', severity: 'error', check: findUndeclared },
  'settings/unused': { sentence: 'Every declared setting is used.', severity: 'warning', check: findUnused },
  'settings/secret-outside-auth': {
    sentence: 'Secrets are used only in auth.',
    severity: 'error',
    check: findLeakingSecrets,
  },
  'settings/required-unknown': {
    sentence: 'Every required setting is declared.',
    severity: 'error',
    check: findUnknownRequired,
  },
  'settings/misfit': {
    sentence: 'Defaults and examples are valid values of their settings.',
    severity: 'error',
    check: findMisfits,
  },
  'settings/secret-value': {
    sentence: 'The manifest contains no value of a secret.',
    severity: 'error',
    check: findSecretDefaults,
  },
  'settings/derive-order': {
    sentence: 'Derived settings use only settings that are declared before them.',
    severity: 'error',
    check: findDeriveOrderProblems,
  },
} as const satisfies Record<string, Rule>;
