import { type Connection, hideSecrets } from '../../../platform/connections/index.ts';
import { loadConnector } from '../../load-connector.ts';

/** Leaves out settings that the connection's manifest declares as secrets by now. */
export async function hideByManifest(connection: Connection): Promise<Connection> {
  const loaded = await loadConnector(connection.connector).catch(() => undefined);
  return hideSecrets(connection, loaded?.manifest);
}
