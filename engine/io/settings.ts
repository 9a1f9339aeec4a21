import { resolve } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import type { Config, SettingValue } from '../pipeline/connector/config.generated.ts';
import type { Environment } from './proxy.ts';
import { readText } from './read-text.ts';

export interface SettingsOptions {
  readonly env: Environment;
  /** Base folder of relative file paths. */
  readonly folder: string;
}

export type ResolvedSettings = Readonly<Record<string, string | number | boolean>>;

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

const describeSource = (value: Exclude<SettingValue, string | number | boolean>) =>
  'env' in value ? `the environment variable ${formatName(value.env)}` : `the file ${value.file}`;

async function resolveSetting(setting: string, value: SettingValue, { env, folder }: SettingsOptions) {
  if (typeof value !== 'object') return value;
  const read = 'env' in value ? readFromEnvironment(value.env, env) : await readFromFile(resolve(folder, value.file));
  if ('text' in read && read.text !== '') return read.text;
  const reason = 'text' in read ? 'it is empty' : read.problem;
  throw engineError('SETTING_UNRESOLVED', { setting, source: describeSource(value), reason });
}

/** Resolves settings: plain values unchanged, references from the environment or a file. Throws SETTING_UNRESOLVED. */
export async function resolveSettings(
  settings: Config['settings'],
  options: SettingsOptions,
): Promise<ResolvedSettings> {
  const resolving = Object.entries(settings).map(
    async ([name, value]) => [name, await resolveSetting(name, value, options)] as const,
  );
  return Object.fromEntries(await Promise.all(resolving));
}
