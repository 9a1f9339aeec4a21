import { dirname } from 'node:path';
import { engineError } from '../../base/errors/index.ts';
import { readText } from '../../io/read-text.ts';
import { resolveSettings } from '../../io/settings.ts';
import type { Manifest } from '../../manifest/index.ts';
import { pickSecrets } from '../../manifest/index.ts';
import { readManifestText as parseText } from '../../manifest/text.ts';
import type { Config, ConnectionSetup } from '../../pipeline/connector/index.ts';
import type { Terminal } from '../terminal.ts';
import { parseConfig } from './config-problem.ts';
import { loadCustomMaps } from './custom-maps.ts';
import { applyOverrides } from './overrides.ts';

const MAX_BYTES = 1_048_576;

export interface ConfigSource {
  readonly file: string;
  /** Values of `--set`. */
  readonly overrides?: readonly string[];
}

/** Part of a connection's setup that the config defines. */
export type LoadedConfig = Pick<ConnectionSetup, 'settings' | 'filters' | 'select' | 'maps'>;

async function readConfig(file: string): Promise<Config> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('CONFIG_UNREADABLE', { file, reason: read.problem });
  const { value, issues } = parseText(read.text);
  const [issue] = issues;
  if (value === undefined) throw engineError('CONFIG_UNREADABLE', { file, reason: formatReason(issue?.message) });
  if (issue) throw engineError('CONFIG_INVALID', { path: issue.path, problem: issue.message, fix: issue.fix });
  return parseConfig(value);
}

/** Turns a sentence into a clause. */
const formatReason = (message = 'Invalid JSON.') =>
  `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/\.$/, '');

/** Environment of references, and receiver of the secrets that must not be printed. */
export type Learner = Pick<Terminal, 'env' | 'learn'>;

/** Registers every secret with the terminal, before anything else is printed. */
function learnSecrets(manifest: Manifest, settings: LoadedConfig['settings'], terminal: Learner): void {
  for (const secret of Object.values(pickSecrets(manifest, settings))) terminal.learn(secret);
}

/**
 * Reads and validates a config, applies overrides, and resolves its settings and maps from the environment and files. Throws
 * CONFIG_UNREADABLE, CONFIG_INVALID, SETTING_UNRESOLVED, USAGE.
 */
export async function loadConfig(manifest: Manifest, source: ConfigSource, terminal: Learner): Promise<LoadedConfig> {
  return (await loadConfigExcept(manifest, { source, terminal, except: [] })).config;
}

/** Config without some settings, whose references may not resolve yet. */
export interface PartialConfig {
  readonly config: LoadedConfig;
  /** The other settings as they are written. */
  readonly left: Partial<Config['settings']>;
}

/** Reads a config like `loadConfig`, but does not resolve the settings in `except`. */
export async function loadConfigExcept(
  manifest: Manifest,
  {
    source,
    terminal,
    except,
  }: { readonly source: ConfigSource; readonly terminal: Learner; readonly except: readonly string[] },
): Promise<PartialConfig> {
  const config = applyOverrides(await readConfig(source.file), source.overrides);
  return resolveConfig(manifest, config, { folder: dirname(source.file), terminal, except });
}

/** Resolves the settings and maps of a config, except the settings in `except`. Paths are relative to `folder`. */
export async function resolveConfig(
  manifest: Manifest,
  config: Config,
  {
    folder,
    terminal,
    except = [],
  }: { readonly folder: string; readonly terminal: Learner; readonly except?: readonly string[] },
): Promise<PartialConfig> {
  const isLeft = ([name]: readonly [string, unknown]) => except.includes(name);
  const written = Object.entries(config.settings);
  const resolvable = Object.fromEntries(written.filter((one) => !isLeft(one)));
  const settings = await resolveSettings(resolvable, { env: terminal.env, folder });
  learnSecrets(manifest, settings, terminal);
  const { filters, select, map } = config;
  const loaded = {
    settings,
    ...(filters ? { filters } : {}),
    ...(select ? { select } : {}),
    ...(map ? { maps: await loadCustomMaps(manifest, map, folder) } : {}),
  };
  return { config: loaded, left: Object.fromEntries(written.filter(isLeft)) };
}
