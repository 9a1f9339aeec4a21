import { type Connection, listRuns, type Platform, type RunSummary, type TransformMap } from '../../engine/index.ts';
import type { ConnectorName, Connectors } from './connectors.ts';

type Db = Platform['store']['db'];

/** A run as lists of the API show it. */
export const toApiRun = ({ report, ...run }: RunSummary) => ({ ...run, report: report ?? null });

type ApiRun = ReturnType<typeof toApiRun>;

/** A connection as the API shows it. */
export type ApiConnection = Omit<Connection, 'connector'> & ConnectorName & { readonly lastRun: ApiRun | null };

/** Connections with their last runs, by the names that connectors have here. */
export async function toApiConnections(
  db: Db,
  connectors: Connectors,
  connections: readonly Connection[],
): Promise<readonly ApiConnection[]> {
  const named = await connectors.names();
  return Promise.all(
    connections.map(async (connection) => {
      const [last] = await listRuns(db, { connectionId: connection.id, limit: 1 });
      return { ...connection, ...named(connection.connector), lastRun: last ? toApiRun(last) : null };
    }),
  );
}

/** A map by the name that its connector has here. */
export const toApiMap = (map: TransformMap, named: (ref: string) => ConnectorName) => ({
  ...map,
  connector: named(map.connector).connector,
});
