import { type Manifest, openSettings } from '../../manifest/index.ts';
import type { Connection } from './connection.ts';

/**
 * A connection as it may be shown: a setting that was saved as a plain one and that its manifest declares as a secret by
 * now is left out. Nothing is left out where the manifest is not there any more.
 */
export const hideSecrets = (connection: Connection, manifest: Manifest | undefined): Connection =>
  manifest ? { ...connection, settings: openSettings(manifest, connection.settings) } : connection;
