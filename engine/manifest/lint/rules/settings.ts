import { createSchemaCompiler } from '../../../base/json/schema-compiler.ts';
import { memoizeByText } from '../../../base/memoize/index.ts';
import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import { listMembers } from '../../partition-sources.ts';
import { isSecretSetting } from '../../secret-settings.ts';
import { findDiscriminator, listSettingPaths, nameChoice } from '../../setting-groups.ts';
import { toJsonSchema } from '../../setting-json-schema.ts';
import type { SettingSchema } from '../../types.generated.ts';
import {
  type DeclaredSetting,
  findSettingReads,
  type Group,
  groupsOf,
  listDeclared,
  type Place,
  ROOT,
} from '../declared-settings.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Reads of settings by name: `setting` of a partition source. */
const findSourceSettings = ({ manifest }: LintContext) =>
  Object.entries(manifest.streams).flatMap(([name, { partitions = [] }]) =>
    partitions.flatMap((source, at) =>
      listMembers(source).flatMap(({ setting, steps }) =>
        setting === undefined
          ? []
          : [{ setting, path: pointerTo('streams', name, 'partitions', at, ...steps, 'setting') }],
      ),
    ),
  );

const isLeaf = ({ schema: { type, const: constant } }: DeclaredSetting): boolean =>
  type !== 'object' && constant === undefined;

function* findUndeclared(context: LintContext): Iterable<Violation> {
  const { manifest } = context;
  const all = listSettingPaths(manifest.settings).map((path) => path.join('.'));
  const undeclared = [
    ...findSettingReads(context).filter(({ isDeclared }) => !isDeclared),
    ...findSourceSettings(context).filter(({ setting }) => !Object.hasOwn(manifest.settings.properties, setting)),
  ];
  for (const { setting, path } of undeclared)
    yield {
      path,
      message: `the setting "${setting}" is not declared`,
      fix: `Declare it under settings.properties, or use one of: ${formatList(all)}.${formatSuggestion(setting, all)}`,
    };
}

function* findUnused(context: LintContext): Iterable<Violation> {
  const used = [
    ...findSettingReads(context).map(({ setting }) => setting),
    ...findSourceSettings(context).map(({ setting }) => setting),
  ];
  const isUsed = (name: string) =>
    used.some((one) => one === name || name.startsWith(`${one}.`) || name.startsWith(`${one}[]`));
  const reported = new Set<string>();
  for (const one of listDeclared(context.manifest)) {
    const { name, pointer, schema } = one;
    if (!isLeaf(one) || one.isInList || schema.shared || isUsed(name) || reported.has(name)) continue;
    reported.add(name);
    yield {
      path: pointer,
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

/** Positions of the manifest whose settings can be credentials. */
const USES_CREDENTIALS = /^\/(?:auth|auths|tls)\//;

function* findMisplacedCredentials(context: LintContext): Iterable<Violation> {
  const used = new Set(
    findSettingReads(context).flatMap(({ setting, path }) => (USES_CREDENTIALS.test(path) ? [setting] : [])),
  );
  for (const { name, pointer, schema } of listDeclared(context.manifest)) {
    if (!schema.credential || (used.has(name) && !isSecretSetting(context.manifest, name))) continue;
    yield {
      path: pointer + pointerTo('credential'),
      message: used.has(name)
        ? `the secret "${name}" is marked as a credential`
        : `the setting "${name}" is marked as a credential, but auth does not use it`,
      fix: 'Remove "credential": it is for a setting that auth uses and that is not secret.',
    };
  }
}

function* findUnknownRequired({ manifest }: LintContext): Iterable<Violation> {
  const groups: (readonly [Group, Place])[] = [
    [manifest.settings, ROOT],
    ...listDeclared(manifest).flatMap((one) => [...groupsOf(one.schema, one)]),
  ];
  for (const [{ properties = {}, required = [] }, { pointer }] of groups) {
    const known = Object.keys(properties);
    for (const [index, name] of required.entries()) {
      if (!known.includes(name))
        yield {
          path: pointer + pointerTo('required', index),
          message: `the required setting "${name}" is not declared`,
          fix: `Declare it beside "required", or use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
        };
    }
  }
}

const ajv = createSchemaCompiler({ validateFormats: false, logger: false });
const compileValidator = memoizeByText((schema) => ajv.compile(JSON.parse(schema)));

const fitsType = (schema: SettingSchema, value: unknown): boolean =>
  compileValidator(JSON.stringify(toJsonSchema(schema)))(value) === true;

function* findMisfits({ manifest }: LintContext): Iterable<Violation> {
  for (const { name, pointer, schema } of listDeclared(manifest)) {
    const values = [
      ['default', schema.default],
      ...(schema.examples ?? []).map((value, index) => [`examples/${index}`, value]),
    ] as const;
    for (const [key, value] of values) {
      if (value !== undefined && !fitsType(schema, value))
        yield {
          path: `${pointer}/${key}`,
          message: `${JSON.stringify(value)} is not a valid value of the setting "${name}"`,
          fix: "Use a value of the setting's type and within its limits.",
        };
    }
  }
}

function* findSecretDefaults({ manifest }: LintContext): Iterable<Violation> {
  for (const { name, pointer, schema } of listDeclared(manifest)) {
    if (!schema.writeOnly) continue;
    for (const key of ['default', 'derive', 'examples', 'const'] as const) {
      if (schema[key] !== undefined)
        yield {
          path: pointer + pointerTo(key),
          message: `the manifest contains a value of the secret "${name}"`,
          fix: `Remove "${key}". Manifests are public.`,
        };
    }
  }
}

const SHAPES: readonly {
  readonly isWrong: (one: DeclaredSetting) => boolean;
  readonly problem: string;
  readonly fix: string;
}[] = [
  {
    isWrong: ({ schema, isInList }) =>
      schema.writeOnly === true && (isInList || ['array', 'object'].includes(schema.type)),
    problem: 'is a secret, and is a list, a group or part of a list',
    fix: 'Make each secret a scalar outside lists, such as a property of a group.',
  },
  {
    isWrong: ({ schema }) => schema.oneOf !== undefined && findDiscriminator(schema) === undefined,
    problem: 'has choices that no property names',
    fix: 'Give each choice a property with the same name and its own "const", such as "method": {"type": "string", "const": "token"}.',
  },
  {
    isWrong: ({ schema }) => {
      const name = findDiscriminator(schema);
      if (name === undefined) return false;
      return new Set(schema.oneOf?.map((choice) => nameChoice(name, choice))).size < (schema.oneOf?.length ?? 0);
    },
    problem: 'has choices with equal constants',
    fix: 'Give each choice its own "const".',
  },
  {
    isWrong: ({ schema }) => schema.oneOf !== undefined && schema.properties !== undefined,
    problem: 'has both "properties" and "oneOf"',
    fix: 'Repeat common properties in each choice, or declare them as settings of their own.',
  },
  {
    isWrong: ({ name, isNested }) => isNested && /(?:^|[.])(?:env|file)$/.test(name),
    problem: 'has the name of a reference in config files',
    fix: 'Use another name than "env" and "file", such as "environment".',
  },
  {
    isWrong: ({ schema, isNested }) => isNested && (schema.derive !== undefined || schema.shared === true),
    problem: 'is part of a group, and is derived or shared',
    fix: 'Use "derive" and "shared" only for settings outside groups.',
  },
];

function* findShapeProblems({ manifest }: LintContext): Iterable<Violation> {
  for (const one of listDeclared(manifest))
    for (const { isWrong, problem, fix } of SHAPES)
      if (isWrong(one)) yield { path: one.pointer, message: `the setting "${one.name}" ${problem}`, fix };
}

function* findSourceProblems(context: LintContext): Iterable<Violation> {
  const { properties } = context.manifest.settings;
  for (const { setting, path } of findSourceSettings(context)) {
    const schema = Object.hasOwn(properties, setting) ? properties[setting] : undefined;
    if (!schema || schema.type === 'array') continue;
    yield {
      path,
      message: `the setting "${setting}" is not a list`,
      fix: 'Name a setting of type "array", or use "values" with an expression that returns a list.',
    };
  }
}

function* findDeriveOrderProblems(context: LintContext): Iterable<Violation> {
  const order = Object.keys(context.manifest.settings.properties);
  for (const { setting, path, site } of findSettingReads(context)) {
    if (site.sees !== 'settings') continue;
    const own = path.split('/')[3] ?? '';
    const [name = ''] = setting.split('.');
    if (!order.includes(name) || order.indexOf(name) < order.indexOf(own)) continue;
    yield {
      path,
      message: `"${own}" is derived from "${setting}", which is declared after it`,
      fix: `Declare "${setting}" before "${own}".`,
    };
  }
}

export const SETTING_RULES = {
  'settings/undeclared': { sentence: 'Every setting in use is declared.', severity: 'error', check: findUndeclared },
  'settings/shape': {
    sentence: 'Secrets are scalars outside lists, and each choice of a setting has its own constant.',
    severity: 'error',
    check: findShapeProblems,
  },
  'settings/partition-list': {
    sentence: 'Partitions over a setting name a list setting.',
    severity: 'error',
    check: findSourceProblems,
  },
  'settings/unused': { sentence: 'Every declared setting is used.', severity: 'warning', check: findUnused },
  'settings/secret-outside-auth': {
    sentence: 'Secrets are used only in auth.',
    severity: 'error',
    check: findLeakingSecrets,
  },
  'settings/credential': {
    sentence: 'Settings marked as credentials are used by auth or tls, and are not secret.',
    severity: 'error',
    check: findMisplacedCredentials,
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
