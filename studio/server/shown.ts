import { type Connection, listRuns, type Platform, type RunSummary, type TransformMap } from '../../engine/index.ts';
import type { Connectors, Named } from './connectors.ts';

type Db = Platform['store']['db'];

/** A run as lists of the API show it. */
export const shownRun = ({ report, ...run }: RunSummary) => ({ ...run, report: report ?? null });

type ShownRun = ReturnType<typeof shownRun>;

/** A connection as the API shows it. */
export type ShownConnection = Omit<Connection, 'connector'> & Named & { readonly lastRun: ShownRun | null };

/** Connections with their last runs, by the names that connectors have here. */
export async function shownConnections(
  db: Db,
  connectors: Connectors,
  connections: readonly Connection[],
): Promise<readonly ShownConnection[]> {
  const named = await connectors.names();
  return Promise.all(
    connections.map(async (connection) => {
      const [last] = await listRuns(db, { connectionId: connection.id, limit: 1 });
      return { ...connection, ...named(connection.connector), lastRun: last ? shownRun(last) : null };
    }),
  );
}

/** A map by the name that its connector has here. */
export const shownMap = (map: TransformMap, named: (ref: string) => Named) => ({
  ...map,
  connector: named(map.connector).connector,
});
