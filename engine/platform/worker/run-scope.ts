import { hash } from 'node:crypto';
import { type Json, stableStringify } from '../../base/json/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { RunSetup } from '../connections/index.ts';

/** What a run reads, as a hash: the account, what is left out of it, and how items become records. */
function hashScope({ manifest, settings, filters, select, maps }: RunSetup): string {
  const read = [manifest.id, manifest.version, settings, filters, select, maps];
  return hash('sha256', stableStringify(read as unknown as Json), 'base64url');
}

/** A run that has read all that it may. */
interface FinishedRead {
  readonly connectionId: string;
  readonly setup: RunSetup;
  /** When it was planned, epoch ms. */
  readonly plannedAt: number;
}

/**
 * Since when the connection's runs read what this one reads, epoch ms. A filter that was narrowed hides findings, it does
 * not mend them: what only earlier runs could see, a run says nothing about.
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
