import { createSchemaCompiler } from '../../../base/json/schema-compiler.ts';
import { memoizeByText } from '../../../language/expression/index.ts';
import { findScopeReads, type ScopeRead } from '../../reads.ts';
import { isSecretSetting } from '../../secret-settings.ts';
import { formatList, formatSuggestion } from '../../suggestion.ts';
import type { SettingSchema } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

const settingPointer = (name: string, key?: string) => pointerTo('settings', 'properties', name, ...(key ? [key] : []));

const findSettingReads = (context: LintContext): (ScopeRead & { readonly setting: string })[] =>
  findScopeReads(context.sites).flatMap((read) =>
    read.names[0] === 'settings' && read.names[1] !== undefined ? [{ ...read, setting: read.names[1] }] : [],
  );

function* findUndeclared(context: LintContext): Iterable<Violation> {
  const known = Object.keys(context.manifest.settings.properties);
  for (const { setting, path } of findSettingReads(context)) {
    if (!known.includes(setting))
      yield {
        path,
        message: `it uses the setting "${setting}", which is not declared`,
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
        message: `nothing uses the setting "${name}"`,
        fix: 'Use it, or remove it: users would be asked for nothing.',
      };
  }
}

function* findLeakingSecrets(context: LintContext): Iterable<Violation> {
  for (const { setting, path, site } of findSettingReads(context)) {
    if (!isSecretSetting(context.manifest, setting) || site.secrets) continue;
    yield {
      path,
      message: `it uses the secret "${setting}" outside of "auth"`,
      fix: 'Send secrets through an auth scheme only; nothing else gets them.',
    };
  }
}

function* findUnknownRequired({ manifest }: LintContext): Iterable<Violation> {
  const known = Object.keys(manifest.settings.properties);
  for (const [index, name] of (manifest.settings.required ?? []).entries()) {
    if (!known.includes(name))
      yield {
        path: pointerTo('settings', 'required', index),
        message: `the required setting "${name}" is not among the properties`,
        fix: `Declare it, or name one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
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
          message: `${JSON.stringify(value)} does not fit the setting "${name}" itself`,
          fix: 'Give a value of its type and within its limits.',
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
          message: `the secret "${name}" has a value in the manifest`,
          fix: `Remove "${key}": manifests are public.`,
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
      message: `"${own}" is derived from "${setting}", which comes after it`,
      fix: `Put "${setting}" before "${own}".`,
    };
  }
}

export const SETTING_RULES = {
  'settings/undeclared': { sentence: 'Settings that are used are declared.', severity: 'error', check: findUndeclared },
  'settings/unused': { sentence: 'Settings that are declared are used.', severity: 'warning', check: findUnused },
  'settings/secret-outside-auth': {
    sentence: 'Secrets are used in auth only.',
    severity: 'error',
    check: findLeakingSecrets,
  },
  'settings/required-unknown': {
    sentence: 'Required settings are declared.',
    severity: 'error',
    check: findUnknownRequired,
  },
  'settings/misfit': { sentence: 'Defaults and examples fit their setting.', severity: 'error', check: findMisfits },
  'settings/secret-value': {
    sentence: 'Manifests hold no value of a secret.',
    severity: 'error',
    check: findSecretDefaults,
  },
  'settings/derive-order': {
    sentence: 'Derived settings use settings that come before them.',
    severity: 'error',
    check: findDeriveOrderProblems,
  },
} as const satisfies Record<string, Rule>;
