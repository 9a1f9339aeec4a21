import { hash } from 'node:crypto';
import { type Json, stableStringify } from '../../base/json/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { RunSetup } from '../connections/index.ts';

/** Hashes everything that determines which records a run produces: connector, settings, filters, selection, maps. */
function hashScope({ manifest, settings, filters, select, maps }: RunSetup): string {
  const read = [manifest.id, manifest.version, settings, filters, select, maps];
  return hash('sha256', stableStringify(read as unknown as Json), 'base64url');
}

/** Run that has read all its streams. */
interface FinishedRead {
  readonly connectionId: string;
  readonly setup: RunSetup;
  /** Epoch ms. */
  readonly plannedAt: number;
}

/**
 * Returns the time (epoch ms) since which the connection's runs have the same scope, and stores a changed scope. Findings that
 * only runs with an earlier scope could see must not be closed: a narrower filter hides them, it does not fix them.
 */
export async function readScopeStart(tx: Tx, { connectionId, setup, plannedAt }: FinishedRead): Promise<number> {
  const scope = hashScope(setup);
  const before = await tx
    .selectFrom('connection')
    .select(['scope', 'scope_since'])
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow();
  if (before.scope === scope && before.scope_since !== null) return before.scope_since;
  await tx.updateTable('connection').set({ scope, scope_since: plannedAt }).where('id', '=', connectionId).execute();
  return plannedAt;
}
