import {
  type Connection,
  hideSecrets,
  listRuns,
  type Platform,
  type RunSummary,
  type TransformMap,
} from '../../engine/index.ts';
import type { ConnectorName, Connectors } from './connectors.ts';

type Db = Platform['store']['db'];

/** Converts a run to the API's RunSummary. */
export const toApiRun = ({ report, ...run }: RunSummary) => ({ ...run, report: report ?? null });

type ApiRun = ReturnType<typeof toApiRun>;

/** Connection as the API returns it: with its connector's name and its last run. */
export type ApiConnection = Omit<Connection, 'connector'> & ConnectorName & { readonly lastRun: ApiRun | null };

/** Adds the connector's name and the last run to each connection. */
export async function toApiConnections(
  db: Db,
  connectors: Connectors,
  connections: readonly Connection[],
): Promise<readonly ApiConnection[]> {
  const [nameOf, manifestOf] = [await connectors.names(), await connectors.manifests()];
  return Promise.all(
    connections.map(async (connection) => {
      const [last] = await listRuns(db, { connectionId: connection.id, limit: 1 });
      const shown = hideSecrets(connection, manifestOf(connection.connector));
      return { ...shown, ...nameOf(connection.connector), lastRun: last ? toApiRun(last) : null };
    }),
  );
}

/** Replaces a map's connector reference by the connector's id in the studio. */
export const toApiMap = (map: TransformMap, nameOf: (ref: string) => ConnectorName) => ({
  ...map,
  connector: nameOf(map.connector).connector,
});
