import type { Store } from '../../inventory/store/store.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Keyring } from './keyring.ts';

/** Dependencies of the platform: store, keys, manifests, clock and randomness. */
export interface Platform {
  readonly store: Store;
  readonly keyring: Keyring;
  /** Loads the manifest of a connector. Throws CONNECTOR_UNKNOWN, MANIFEST_UNREADABLE, MANIFEST_INVALID. */
  readonly manifestOf: (connector: string) => Promise<Manifest>;
  readonly clock: Pick<Ports['clock'], 'now'>;
  readonly random: Pick<Ports['random'], 'bytes'>;
  /** Actor in the audit log: `cli:ann`, `studio`, `worker:host-1`. */
  readonly actor: string;
}
