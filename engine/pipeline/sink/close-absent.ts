import { engineError } from '../../base/errors/index.ts';
import type { Warning } from '../../base/report/report.generated.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';

/** Maximum share of a connection's findings that one run may close without the operator's confirmation. */
const MAX_SHARE = 0.5;
/** Number of findings that may always be closed. */
const FEW = 20;

/** Findings and assets to close, and the time in epoch milliseconds. */
type Closing = Unseen & { readonly at: number };

/** Closes records missing from a complete run. Returns a warning instead if they exceed the safety limit. */
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
