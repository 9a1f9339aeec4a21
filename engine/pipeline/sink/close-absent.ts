import { engineError } from '../../base/errors/index.ts';
import type { Warning } from '../../base/report/report.generated.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';

/** More than this share of what a connection has, gone at once, is not believed without the operator's word. */
const MAX_SHARE = 0.5;
/** Where there is so little, any of it may go. */
const FEW = 20;

/** What is to be closed, and when. */
type Closing = Unseen & { readonly at: number };

/** Closes what a complete run has not seen; the warning when it is too much to be believed. */
export async function closeAbsentWithinLimit(store: Store, tx: Tx, closing: Closing): Promise<Warning | undefined> {
  const { absent, present } = await store.absent(tx, closing);
  const isTooMuch = absent.findings > FEW && absent.findings > present.findings * MAX_SHARE;
  if (!isTooMuch) {
    await store.closeAbsent(tx, closing);
    return undefined;
  }
  const { code, message } = engineError('ABSENT_TOO_MANY', { absent: absent.findings, present: present.findings });
  return { code, message, count: absent.findings };
}
