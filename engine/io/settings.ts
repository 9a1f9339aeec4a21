import { resolve } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import type { Config, SettingValue } from '../pipeline/connector/config.generated.ts';
import type { Environment } from './proxy.ts';
import { readText } from './read-text.ts';

export interface SettingsOptions {
  readonly env: Environment;
  /** What relative file paths start from. */
  readonly folder: string;
}

export type ResolvedSettings = Readonly<Record<string, string | number | boolean>>;

const MAX_BYTES = 1_000_000;

const readFromEnvironment = (name: string, env: Environment) => {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  return text === undefined ? { problem: 'is not set' } : { text };
};

/** One line end belongs to the file, not to the secret: editors and `echo` put it there. */
async function readFromFile(path: string) {
  const read = await readText(path, MAX_BYTES);
  return 'text' in read ? { text: read.text.replace(/\r?\n$/, '') } : read;
}

/** What stands where a name should may be the secret itself, by mistake: then it is not repeated. */
const VARIABLE = /^[A-Za-z_]\w{0,63}$/;
const formatName = (name: string) => (VARIABLE.test(name) ? name : 'of a name that none can have');

const describeSource = (value: Exclude<SettingValue, string | number | boolean>) =>
  'env' in value ? `the environment variable ${formatName(value.env)}` : `the file ${value.file}`;

async function resolveSetting(setting: string, value: SettingValue, { env, folder }: SettingsOptions) {
  if (typeof value !== 'object') return value;
  const read = 'env' in value ? readFromEnvironment(value.env, env) : await readFromFile(resolve(folder, value.file));
  if ('text' in read && read.text !== '') return read.text;
  const reason = 'text' in read ? 'is empty' : read.problem;
  throw engineError('SETTING_UNRESOLVED', { setting, source: describeSource(value), reason });
}

/** The settings with their values: plain ones as they are, the others from the environment or a file. Throws SETTING_UNRESOLVED. */
export async function resolveSettings(
  settings: Config['settings'],
  options: SettingsOptions,
): Promise<ResolvedSettings> {
  const resolving = Object.entries(settings).map(
    async ([name, value]) => [name, await resolveSetting(name, value, options)] as const,
  );
  return Object.fromEntries(await Promise.all(resolving));
}
