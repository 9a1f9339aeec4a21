import { engineError } from '../../base/errors/index.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';
import type { Warning } from '../../pipeline/run/run-counters.ts';

/** Returns a warning instead of closing findings for the first run with a changed scope, which may not see what earlier runs saw. */
export async function findHiddenWarning(
  store: Store,
  tx: Tx,
  { connectionId, runId }: Unseen,
): Promise<Warning | undefined> {
  const { absent } = await store.absent(tx, { connectionId, runId });
  if (absent.findings === 0) return undefined;
  const { code, message } = engineError('ABSENT_HIDDEN', { absent: absent.findings });
  return { code, message, count: absent.findings };
}
