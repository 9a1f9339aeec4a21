import type { Store } from '../../inventory/store/store.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Keyring } from './keyring.ts';

/** What the platform works with: where it keeps things, the keys, and the world outside. */
export interface Platform {
  readonly store: Store;
  readonly keyring: Keyring;
  /** The manifest that a connection's `connector` names. Throws CONNECTOR_UNKNOWN, MANIFEST_UNREADABLE, MANIFEST_INVALID. */
  readonly manifestOf: (connector: string) => Promise<Manifest>;
  readonly clock: Pick<Ports['clock'], 'now'>;
  readonly random: Pick<Ports['random'], 'bytes'>;
  /** Who acts, as the audit log names it: `cli:ann`, `studio`, `worker:host-1`. */
  readonly actor: string;
}
