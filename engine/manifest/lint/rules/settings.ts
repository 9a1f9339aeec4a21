import { schemaCompiler } from '../../../base/json/schema-compiler.ts';
import { remembering } from '../../../language/expression/index.ts';
import { didYouMean, listed } from '../../meant.ts';
import { type ScopeRead, scopeReads } from '../../reads.ts';
import { isSecretSetting } from '../../secret-settings.ts';
import type { SettingSchema } from '../../types.generated.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';

const place = (name: string, key?: string) => at('settings', 'properties', name, ...(key ? [key] : []));

const settingReads = (context: LintContext): (ScopeRead & { readonly setting: string })[] =>
  scopeReads(context.sites).flatMap((read) =>
    read.names[0] === 'settings' && read.names[1] !== undefined ? [{ ...read, setting: read.names[1] }] : [],
  );

function* undeclared(context: LintContext): Iterable<Found> {
  const known = Object.keys(context.manifest.settings.properties);
  for (const { setting, path } of settingReads(context)) {
    if (!known.includes(setting))
      yield {
        path,
        message: `it uses the setting "${setting}", which is not declared`,
        fix: `Declare it under settings.properties, or use one of: ${listed(known)}.${didYouMean(setting, known)}`,
      };
  }
}

function* unused(context: LintContext): Iterable<Found> {
  const used = new Set(settingReads(context).map(({ setting }) => setting));
  for (const [name, { shared }] of Object.entries(context.manifest.settings.properties)) {
    if (!used.has(name) && !shared)
      yield {
        path: place(name),
        message: `nothing uses the setting "${name}"`,
        fix: 'Use it, or remove it: users would be asked for nothing.',
      };
  }
}

function* leakingSecrets(context: LintContext): Iterable<Found> {
  for (const { setting, path, site } of settingReads(context)) {
    if (!isSecretSetting(context.manifest, setting) || site.secrets) continue;
    yield {
      path,
      message: `it uses the secret "${setting}" outside of "auth"`,
      fix: 'Send secrets through an auth scheme only; nothing else gets them.',
    };
  }
}

function* requiredUnknown({ manifest }: LintContext): Iterable<Found> {
  const known = Object.keys(manifest.settings.properties);
  for (const [index, name] of (manifest.settings.required ?? []).entries()) {
    if (!known.includes(name))
      yield {
        path: at('settings', 'required', index),
        message: `the required setting "${name}" is not among the properties`,
        fix: `Declare it, or name one of: ${listed(known)}.${didYouMean(name, known)}`,
      };
  }
}

const ajv = schemaCompiler({ validateFormats: false, logger: false });
const checkOf = remembering((schema) => ajv.compile(JSON.parse(schema)));

function fits(
  { type, minimum, maximum, exclusiveMinimum, minLength, maxLength, enum: values }: SettingSchema,
  value: unknown,
): boolean {
  const rules = { type, minimum, maximum, exclusiveMinimum, minLength, maxLength, enum: values };
  return checkOf(JSON.stringify(rules))(value) === true;
}

function* misfits({ manifest }: LintContext): Iterable<Found> {
  for (const [name, schema] of Object.entries(manifest.settings.properties)) {
    const values = [
      ['default', schema.default],
      ...(schema.examples ?? []).map((value, index) => [`examples/${index}`, value]),
    ] as const;
    for (const [key, value] of values) {
      if (value !== undefined && !fits(schema, value))
        yield {
          path: `${place(name)}/${key}`,
          message: `${JSON.stringify(value)} does not fit the setting "${name}" itself`,
          fix: 'Give a value of its type and within its limits.',
        };
    }
  }
}

function* secretDefaults({ manifest }: LintContext): Iterable<Found> {
  for (const [name, schema] of Object.entries(manifest.settings.properties)) {
    if (!schema.writeOnly) continue;
    for (const key of ['default', 'derive', 'examples'] as const) {
      if (schema[key] !== undefined)
        yield {
          path: place(name, key),
          message: `the secret "${name}" has a value in the manifest`,
          fix: `Remove "${key}": manifests are public.`,
        };
    }
  }
}

function* deriveOrder(context: LintContext): Iterable<Found> {
  const order = Object.keys(context.manifest.settings.properties);
  for (const { setting, path, site } of settingReads(context)) {
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
  'settings/undeclared': { sentence: 'Settings that are used are declared.', severity: 'error', check: undeclared },
  'settings/unused': { sentence: 'Settings that are declared are used.', severity: 'warning', check: unused },
  'settings/secret-outside-auth': {
    sentence: 'Secrets are used in auth only.',
    severity: 'error',
    check: leakingSecrets,
  },
  'settings/required-unknown': {
    sentence: 'Required settings are declared.',
    severity: 'error',
    check: requiredUnknown,
  },
  'settings/misfit': { sentence: 'Defaults and examples fit their setting.', severity: 'error', check: misfits },
  'settings/secret-value': {
    sentence: 'Manifests hold no value of a secret.',
    severity: 'error',
    check: secretDefaults,
  },
  'settings/derive-order': {
    sentence: 'Derived settings use settings that come before them.',
    severity: 'error',
    check: deriveOrder,
  },
} as const satisfies Record<string, Rule>;
