import { type Manifest, openSettings } from '../../manifest/index.ts';
import type { Connection } from './connection.ts';

/**
 * Returns a connection that is safe to show. Removes settings that were saved as plain text and that the manifest now
 * declares as secrets. Without a manifest, all settings remain.
 */
export const hideSecrets = (connection: Connection, manifest: Manifest | undefined): Connection =>
  manifest ? { ...connection, settings: openSettings(manifest, connection.settings) } : connection;
