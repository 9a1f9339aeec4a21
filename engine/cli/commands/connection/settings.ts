import { engineError } from '../../../base/errors/index.ts';
import { resolveSettings } from '../../../io/settings.ts';
import {
  formatSuggestion,
  isSecretSetting,
  listSchemasAt,
  listSettingPaths,
  type Manifest,
  mergeSecrets,
  pickSecrets,
  splitSettingPath,
} from '../../../manifest/index.ts';
import type { Config, SettingValue } from '../../../pipeline/connector/index.ts';
import { loadConfig } from '../../config/load-config.ts';
import { applyOverrides } from '../../config/overrides.ts';
import type { Options } from '../../options.ts';
import type { Terminal } from '../../terminal.ts';

/** Settings with resolved values, filters and selection from options and the config file. */
export interface GivenConfig {
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly filters: NonNullable<Config['filters']>;
  readonly select: Config['select'];
}

/** Options that set settings. */
type SettingOptions = Pick<Options, 'config' | 'set' | 'set-env' | 'set-file' | 'set-stdin'>;

interface OptionSource {
  readonly options: SettingOptions;
  readonly terminal: Terminal;
}

const trimName = (name: string) => name.replace(/^settings\./, '');

function expectSetting(manifest: Manifest, option: string, name: string): string {
  if (listSchemasAt(manifest.settings, splitSettingPath(name)).length > 0) return name;
  const known = listSettingPaths(manifest.settings).map((path) => path.join('.'));
  const problem = `unknown setting "${name}" in ${option}: use a setting of ${manifest.id} (${known.join(', ')})`;
  throw engineError('USAGE', { problem: `${problem}${formatSuggestion(name, known)}` });
}

/** Throws SECRET_IN_ARGUMENT for secrets in --set: other users can see arguments, and shells store them in the history. */
function refuseSecrets(manifest: Manifest, set: readonly string[] = []): void {
  for (const override of set) {
    const name = /^settings\.([^=]+)=/s.exec(override)?.[1];
    if (name !== undefined && isSecretSetting(manifest, name))
      throw engineError('SECRET_IN_ARGUMENT', { setting: name });
  }
}

/** Parses the `name=source` pairs of an option to setting references. Throws USAGE. */
function parseReferences(manifest: Manifest, option: 'set-env' | 'set-file', pairs: readonly string[] = []) {
  return pairs.map((pair) => {
    const [, name, source] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (name === undefined || source === undefined)
      throw engineError('USAGE', {
        problem: `invalid --${option}: use <setting>=<${option === 'set-env' ? 'NAME' : 'file'}>`,
      });
    const key = expectSetting(manifest, `--${option}`, trimName(name));
    return [key, option === 'set-env' ? { env: source } : { file: source }] as const;
  });
}

async function readSecretsFromStdin(
  manifest: Manifest,
  { options, terminal }: OptionSource,
): Promise<Readonly<Record<string, string>>> {
  const name = options['set-stdin'];
  if (name === undefined) return {};
  const key = expectSetting(manifest, '--set-stdin', trimName(name));
  const value = (await terminal.readInput()).replace(/\r?\n$/, '');
  if (value !== '') return { [key]: value };
  throw engineError('SETTING_UNRESOLVED', { setting: key, source: 'standard input', reason: 'it is empty' });
}

async function readConfigOption(manifest: Manifest, { options, terminal }: OptionSource): Promise<GivenConfig> {
  const { config: file, set: overrides } = options;
  if (file === undefined) {
    const { settings, filters = {} } = applyOverrides({ settings: {} }, overrides);
    return { settings: settings as GivenConfig['settings'], filters, select: undefined };
  }
  const loaded = await loadConfig(manifest, { file, ...(overrides ? { overrides } : {}) }, terminal);
  if (loaded.maps) throw engineError('CONFIG_INVALID', { path: '/map', ...MAP_IN_CONFIG });
  return { settings: loaded.settings, filters: loaded.filters ?? {}, select: loaded.select };
}

const MAP_IN_CONFIG = {
  problem: 'saved connections cannot use map files',
  fix: 'Save the map with mapwright map clone <connector>/<map> --name <name> --spec <file>, then pass --use-map <map>=<name>.',
};

/**
 * Reads settings, filters and selection, in ascending precedence from the config file, --set, and the environment, files and
 * standard input. Registers secrets with the terminal. Throws SECRET_IN_ARGUMENT, USAGE, SETTING_UNRESOLVED and the errors of
 * reading the config.
 */
export async function readGivenConfig(manifest: Manifest, source: OptionSource): Promise<GivenConfig> {
  const { options, terminal } = source;
  refuseSecrets(manifest, options.set);
  const config = await readConfigOption(manifest, source);
  const references = Object.fromEntries([
    ...parseReferences(manifest, 'set-env', options['set-env']),
    ...parseReferences(manifest, 'set-file', options['set-file']),
  ]);
  const resolved = await resolveSettings(references, { env: terminal.env, folder: process.cwd() });
  const given = { ...resolved, ...(await readSecretsFromStdin(manifest, source)) };
  const settings = mergeSecrets(config.settings, given);
  for (const secret of Object.values(pickSecrets(manifest, settings))) terminal.learn(secret);
  return { ...config, settings };
}
