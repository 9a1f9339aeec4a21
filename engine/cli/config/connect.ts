import type { Secret } from '../../base/secret/index.ts';
import { type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import { type LoadedConnector, loadConnector } from '../load-connector.ts';
import type { Options } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { type LoadedConfig, loadConfig } from './load-config.ts';

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

/**
 * Loads and compiles the connector and config that a command names. Passes every secret to the terminal, and those that a
 * login returns, together, to `learn`. Throws the errors of loading and compiling.
 */
export async function loadConnection(
  { args, options, terminal }: ConnectCall,
  learn: (secrets: readonly (string | Secret)[]) => void = () => undefined,
): Promise<ConnectedConnector> {
  const { config: file, set: overrides, select: streams, concurrency } = options;
  const loaded = await loadConnector(args[0] ?? '');
  const config = await loadConfig(loaded.manifest, { file, ...(overrides ? { overrides } : {}) }, terminal);
  const connector = await compileConnector(loaded.manifest, {
    ...config,
    ...(streams ? { streams } : {}),
    ...(concurrency ? { concurrency } : {}),
    learn({ values, keep = {} }) {
      const secrets = [...Object.values(values), ...Object.values(keep)];
      for (const secret of secrets) terminal.learn(secret);
      learn(secrets);
    },
  });
  return { loaded, config, connector };
}
