import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { systemClock } from '../io/clock.ts';
import { systemRandom } from '../io/random.ts';
import { openKeyring } from '../platform/connections/open-keyring.ts';
import type { Platform } from '../platform/connections/platform.ts';
import { listConnectorIds } from './catalogue.ts';
import { loadConnector } from './load-connector.ts';
import { type OpenStoreOptions, openCliStore, resolveStoreUrl, type StoreCall } from './store.ts';

function getUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id without a name.
    return 'unknown';
  }
}

/** Returns the form of a connector that a connection stores: a catalogue id or an absolute path. */
export async function resolveConnectorRef(connector: string): Promise<string> {
  // An unknown connector stays unchanged, so that later errors show what the user typed.
  return (await listConnectorIds()).includes(connector) || !existsSync(connector) ? connector : resolve(connector);
}

/** Returns the reference of a map from the command line; in `<path>/<map>`, the path becomes absolute. */
export async function resolveMapRef(map: string): Promise<string> {
  const at = map.lastIndexOf('/');
  const connector = map.slice(0, Math.max(0, at));
  return connector !== '' && existsSync(connector) ? (await resolveConnectorRef(connector)) + map.slice(at) : map;
}

/** Platform that closes its store on disposal. */
export type CliPlatform = Platform & AsyncDisposable;

/** Returns the actor of commands in the audit log. */
export const getCliActor = (): string => `cli:${getUserName()}`;

/**
 * Opens the platform on the store that the options name. Without a key in the environment, an SQLite store uses a key file
 * next to it. Throws the errors of opening the store and the keyring.
 */
export async function openPlatform(call: StoreCall, how?: OpenStoreOptions): Promise<CliPlatform> {
  const store = await openCliStore(call, how);
  const { env } = call.terminal;
  try {
    const file = /^sqlite:(.+)$/s.exec(resolveStoreUrl(call.options, env))?.[1];
    const ownFile = file === undefined ? {} : { ownFile: `${resolve(file)}.key` };
    return {
      store,
      keyring: await openKeyring(store, { env, ...ownFile }),
      manifestOf: async (connector) => (await loadConnector(connector)).manifest,
      clock: systemClock,
      random: systemRandom,
      actor: getCliActor(),
      [Symbol.asyncDispose]: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
