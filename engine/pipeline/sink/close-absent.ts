import { engineError } from '../../base/errors/index.ts';
import type { Warning } from '../../base/report/report.generated.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';

/** Maximum share of a connection's findings or other records that one run may close without the operator's confirmation. */
const MAX_SHARE = 0.5;
/** Number of each that may always be closed. */
const FEW = 20;

/** Records to close, and the time in epoch milliseconds. */
type Closing = Unseen & { readonly at: number };

/** Kinds of records, as messages name them. */
const KINDS = { findings: 'findings', records: 'records of other entities' } as const;

/**
 * Closes records missing from a complete run. Returns a warning instead if the findings, or the records of other entities,
 * exceed the safety limit.
 */
export async function closeAbsentWithinLimit(store: Store, tx: Tx, closing: Closing): Promise<Warning | undefined> {
  const { absent, present } = await store.absent(tx, closing);
  for (const kind of ['findings', 'records'] as const) {
    if (absent[kind] <= FEW || absent[kind] <= present[kind] * MAX_SHARE) continue;
    const details = { absent: absent[kind], present: present[kind], kind: KINDS[kind] };
    const { code, message } = engineError('ABSENT_TOO_MANY', details);
    return { code, message, count: absent[kind] };
  }
  await store.closeAbsent(tx, closing);
  return undefined;
}
