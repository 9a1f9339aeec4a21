import type { Database } from '../../../inventory/store/store.ts';
import type { Connection } from '../../../platform/connections/index.ts';
import { listRuns } from '../../../platform/worker/index.ts';
import { countRejected } from '../../text/state-text.ts';
import type { ShownConnection } from './text.ts';

/** Adds the number of rejects of the last run. */
export async function addLastRejects(db: Database, connection: Connection): Promise<ShownConnection> {
  const [last] = await listRuns(db, { connectionId: connection.id, limit: 1 });
  return { ...connection, rejected: countRejected(last?.report) };
}
