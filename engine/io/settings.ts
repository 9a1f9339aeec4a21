import { resolve } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import type {
  Config,
  EnvironmentReference,
  FileReference,
  SettingValue,
} from '../pipeline/connector/config.generated.ts';
import type { Environment } from './proxy.ts';
import { readText } from './read-text.ts';

export interface SettingsOptions {
  readonly env: Environment;
  /** Base folder of relative file paths. */
  readonly folder: string;
}

/** Setting without references. */
export type ResolvedSetting = string | number | boolean | readonly ResolvedSetting[] | ResolvedGroup;

interface ResolvedGroup {
  readonly [name: string]: ResolvedSetting;
}

export type ResolvedSettings = Readonly<Record<string, ResolvedSetting>>;

const MAX_BYTES = 1_000_000;

const readFromEnvironment = (name: string, env: Environment) => {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  return text === undefined ? { problem: 'it is not set' } : { text };
};

/** Drops one trailing line break: editors and `echo` add it to the file. */
async function readFromFile(path: string) {
  const read = await readText(path, MAX_BYTES);
  return 'text' in read ? { text: read.text.replace(/\r?\n$/, '') } : read;
}

/** Valid variable names. Anything else could be the secret itself, entered by mistake, so it is never printed. */
const VARIABLE = /^[A-Za-z_]\w{0,63}$/;
const formatName = (name: string) => (VARIABLE.test(name) ? name : '(its name is invalid)');

type Reference = EnvironmentReference | FileReference;

const isReference = (value: object): value is Reference => 'env' in value || 'file' in value;

const describeSource = (value: Reference) =>
  'env' in value ? `the environment variable ${formatName(value.env)}` : `the file ${value.file}`;

async function resolveReference(setting: string, value: Reference, { env, folder }: SettingsOptions) {
  const read = 'env' in value ? readFromEnvironment(value.env, env) : await readFromFile(resolve(folder, value.file));
  if ('text' in read && read.text !== '') return read.text;
  const reason = 'text' in read ? 'it is empty' : read.problem;
  throw engineError('SETTING_UNRESOLVED', { setting, source: describeSource(value), reason });
}

async function resolveSetting(
  setting: string,
  value: SettingValue,
  options: SettingsOptions,
): Promise<ResolvedSetting> {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value))
    return Promise.all(value.map((one, at) => resolveSetting(`${setting}.${at}`, one, options)));
  return isReference(value) ? resolveReference(setting, value, options) : resolveGroup(`${setting}.`, value, options);
}

async function resolveGroup(
  prefix: string,
  group: Readonly<Record<string, SettingValue>>,
  options: SettingsOptions,
): Promise<ResolvedSettings> {
  const resolving = Object.entries(group).map(
    async ([name, value]) => [name, await resolveSetting(`${prefix}${name}`, value, options)] as const,
  );
  return Object.fromEntries(await Promise.all(resolving));
}

/** Resolves settings: plain values unchanged, references at any depth from the environment or a file. Throws SETTING_UNRESOLVED. */
export const resolveSettings = (settings: Config['settings'], options: SettingsOptions): Promise<ResolvedSettings> =>
  resolveGroup('', settings, options);
