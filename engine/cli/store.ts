import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import type { Store } from '../inventory/store/store.ts';
import { createFolder } from '../pipeline/sink/make-folder.ts';
import type { Options } from './options.ts';
import type { Environment, Terminal } from './terminal.ts';

const FILE = 'mapwright.db';

/** Returns the user's data folder by the conventions of the operating system. */
function findDataFolder(env: Environment): string {
  if (process.platform === 'win32') return env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local');
  return env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share');
}

const defaultStoreFile = (env: Environment): string =>
  existsSync(FILE) ? resolve(FILE) : join(findDataFolder(env), 'mapwright', FILE);

/**
 * Returns the store URL of a command, `sqlite:<file>` or `postgres://…`: `--store`, else DATABASE_URL, else mapwright.db in the
 * working folder, else in the user's data folder. Throws STORE_URL_INVALID.
 */
export function resolveStoreUrl({ store }: Pick<Options, 'store'>, env: Environment): string {
  const given = store ?? (env['DATABASE_URL'] || undefined);
  if (given === undefined) return `sqlite:${defaultStoreFile(env)}`;
  if (/^(?:sqlite:.|postgres(?:ql)?:\/\/)/.test(given)) return given;
  throw engineError('STORE_URL_INVALID', { from: store === undefined ? 'DATABASE_URL' : '--store' });
}

export interface OpenStoreOptions {
  /** Create a missing store. False for commands that only read: a misspelled name would show an empty inventory. */
  readonly create: boolean;
}

/** Throws STORE_MISSING if the store is a file that does not exist. */
export function expectStoreExists(url: string): void {
  const file = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (file !== undefined && !existsSync(file)) throw engineError('STORE_MISSING', { file });
}

/** Part of a command call that names the store. */
export interface StoreCall {
  readonly options: Pick<Options, 'store'>;
  readonly terminal: Pick<Terminal, 'env'>;
}

/** Opens the store that the options or the environment name. Throws STORE_URL_INVALID, and STORE_MISSING unless `create`. */
export async function openCliStore(
  { options, terminal }: StoreCall,
  { create }: OpenStoreOptions = { create: true },
): Promise<Store> {
  const url = resolveStoreUrl(options, terminal.env);
  if (!create) expectStoreExists(url);
  const file = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (file !== undefined && !existsSync(file)) await createFolder(dirname(file), 0o700);
  const { openStore } = await import('../inventory/store/index.ts');
  return openStore(url);
}
