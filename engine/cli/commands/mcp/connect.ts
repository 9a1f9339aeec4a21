import type { Json } from '../../../base/json/index.ts';
import { createPorts } from '../../../io/ports.ts';
import type { ResolvedSettings } from '../../../io/settings.ts';
import { mapSecrets, type SettingValue } from '../../../manifest/index.ts';
import type { Config, Connector } from '../../../pipeline/connector/index.ts';
import type { Ports } from '../../../pipeline/run/ports.ts';
import { parseConfig } from '../../config/config-problem.ts';
import { compileLoaded, type LearnSecrets } from '../../config/connect.ts';
import { type Learner, resolveConfig } from '../../config/load-config.ts';
import type { LoadedConnector } from '../../load-connector.ts';
import { checkReferences, confineFiles } from './settings-references.ts';
import { findInside, type Workspace } from './workspace.ts';

export interface ConnectOptions {
  /** Config as the client sent it. */
  readonly config: unknown;
  readonly streams?: readonly string[];
  /** Receives the secrets that a login returns, together. */
  readonly learn?: LearnSecrets;
}

const learnValues = (value: SettingValue, learner: Learner): void => {
  if (typeof value !== 'object') learner.learn(String(value));
  else for (const one of Object.values(value)) learnValues(one, learner);
};

/** Registers secrets inside lists and groups, too. */
const learnSecrets = ({ manifest }: LoadedConnector, settings: ResolvedSettings, learner: Learner): void =>
  void mapSecrets(manifest, settings, (secret) => learnValues(secret, learner));

/** Compiles a connector with a config whose secrets are references. Throws the errors of checking, resolving and compiling. */
export async function connect(
  loaded: LoadedConnector,
  { config: given, streams, learn }: ConnectOptions,
  workspace: Workspace,
): Promise<Connector> {
  const { folder, learner } = workspace;
  const config = parseConfig(given);
  checkReferences(loaded.manifest, config.settings);
  const settings = await confineFiles(config.settings as unknown as Json, (path) => findInside(workspace, path));
  const confined = { ...config, settings: settings as unknown as Config['settings'] };
  const { config: resolved } = await resolveConfig(loaded.manifest, confined, { folder, terminal: learner });
  learnSecrets(loaded, resolved.settings, learner);
  const setup = { ...resolved, ...(streams ? { streams } : {}) };
  return compileLoaded(loaded, setup, { terminal: learner, learn });
}

/** Runs `work` with ports, and closes them. */
export async function withPorts<T>(
  { allowPrivate, learner }: Workspace,
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  const ports = createPorts({ allowPrivate, env: learner.env });
  try {
    return await work(ports);
  } finally {
    await ports.close();
  }
}
