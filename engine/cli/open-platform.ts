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
    // A container may run under a number that has no name.
    return 'unknown';
  }
}

/** A connector as a connection keeps it: an id of the catalogue, or a path that means the same from any folder. */
export async function resolveConnectorRef(connector: string): Promise<string> {
  // What is neither stays as it was typed, for whoever tells so.
  return (await listConnectorIds()).includes(connector) || !existsSync(connector) ? connector : resolve(connector);
}

/** A map as it is named on the command line; a connector's own, by a path, as `resolveConnectorRef` keeps the path. */
export async function resolveMapRef(map: string): Promise<string> {
  const at = map.lastIndexOf('/');
  const connector = map.slice(0, Math.max(0, at));
  return connector !== '' && existsSync(connector) ? (await resolveConnectorRef(connector)) + map.slice(at) : map;
}

/** A platform that closes its store with itself. */
export type CliPlatform = Platform & AsyncDisposable;

/** What names the actor of a command in the audit log. */
const getCliActor = (): string => `cli:${getUserName()}`;

/**
 * The platform over the store that the options name; the key lies beside the file of a store on this machine unless the
 * environment gives one. Throws what opening the store and the keys throws.
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
