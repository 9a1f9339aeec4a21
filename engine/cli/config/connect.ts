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
 * Loads and compiles the connector and config that a command names. Passes every secret, including those that logins
 * return, to the terminal and to `learn`. Throws the errors of loading and compiling.
 */
export async function loadConnection(
  { args, options, terminal }: ConnectCall,
  learn: (secret: string | Secret) => void = () => undefined,
): Promise<ConnectedConnector> {
  const { config: file, set: overrides, select: streams, concurrency } = options;
  const loaded = await loadConnector(args[0] ?? '');
  const config = await loadConfig(loaded.manifest, { file, ...(overrides ? { overrides } : {}) }, terminal);
  const connector = await compileConnector(loaded.manifest, {
    ...config,
    ...(streams ? { streams } : {}),
    ...(concurrency ? { concurrency } : {}),
    learn({ values, keep = {} }) {
      for (const value of [...Object.values(values), ...Object.values(keep)]) {
        terminal.learn(value);
        learn(value);
      }
    },
  });
  return { loaded, config, connector };
}
