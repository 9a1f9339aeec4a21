import { engineError } from '../../base/errors/index.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';
import type { Warning } from '../../pipeline/run/run-counters.ts';

/** The first run that reads something else than those before closes nothing: what they saw, it may not be able to see. */
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
