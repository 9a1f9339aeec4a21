import type { Secret } from '../../base/secret/index.ts';
import { type ConnectionSetup, type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import { type LoadedConnector, loadConnector } from '../load-connector.ts';
import type { Options } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { type Learner, type LoadedConfig, loadConfig } from './load-config.ts';

/** Compiled connector with its loaded manifest and config. */
export interface ConnectedConnector {
  readonly loaded: LoadedConnector;
  readonly config: LoadedConfig;
  readonly connector: Connector;
}

export interface ConnectCall {
  readonly args: readonly string[];
  readonly options: Options & { readonly config: string };
  readonly terminal: Terminal;
}

/** Receives the secrets that a login returns, together. */
export type LearnSecrets = (secrets: readonly (string | Secret)[]) => void;

/** Compiles a loaded connector. Passes the secrets of its logins to the terminal, and then to `learn`. */
export const compileLoaded = (
  { manifest }: Pick<LoadedConnector, 'manifest'>,
  setup: ConnectionSetup,
  { terminal, learn }: { readonly terminal: Learner; readonly learn?: LearnSecrets | undefined },
): Promise<Connector> =>
  compileConnector(manifest, {
    ...setup,
    learn({ values, keep = {} }) {
      const secrets = [...Object.values(values), ...Object.values(keep)];
      for (const secret of secrets) terminal.learn(secret);
      learn?.(secrets);
    },
  });

/**
 * Loads and compiles the connector and config that a command names. Passes every secret to the terminal, and those that a
 * login returns, together, to `learn`. Throws the errors of loading and compiling.
 */
export async function loadConnection(
  { args, options, terminal }: ConnectCall,
  learn: LearnSecrets = () => undefined,
): Promise<ConnectedConnector> {
  const { config: file, set: overrides, select: streams, concurrency } = options;
  const loaded = await loadConnector(args[0] ?? '');
  const config = await loadConfig(loaded.manifest, { file, ...(overrides ? { overrides } : {}) }, terminal);
  const setup = { ...config, ...(streams ? { streams } : {}), ...(concurrency ? { concurrency } : {}) };
  const connector = await compileLoaded(loaded, setup, { terminal, learn });
  return { loaded, config, connector };
}
