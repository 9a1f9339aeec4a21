import type { WritableRow } from './row.ts';

/** A row as it stands in the store. */
export interface StoredRow {
  readonly id: number;
  readonly content_hash: string;
  readonly gone_at: number | null;
  /** Both empty for an asset. */
  readonly status: string;
  readonly vendor_status: string;
}

/** What a record does to the row that is there already. */
export interface WriteOutcome {
  readonly kind: 'changed' | 'unchanged' | 'returned';
  readonly status: string;
  /** Why the status differs from the row's; absent when it does not. */
  readonly reason?: 'vendor' | 'returned';
}

/** Statuses that a vendor gives to what came back and that say more than "it is here again". */
const CLOSED: ReadonlySet<string> = new Set(['FIXED', 'IGNORED', '']);

/**
 * The vendor's word counts when it changes; until then what we said of it stays (REOPENED, say). What had been closed
 * because it was gone is REOPENED, unless the vendor itself says that it is closed.
 */
function nextStatus(stored: StoredRow, vendor: string): string {
  if (stored.gone_at !== null) return CLOSED.has(vendor) ? vendor : 'REOPENED';
  return vendor === stored.vendor_status ? stored.status : vendor;
}

/** What becomes of a stored row when a run sees this record for the first time. */
export function decideOutcome(stored: StoredRow, row: WritableRow): WriteOutcome {
  const status = nextStatus(stored, row.status);
  const isBack = stored.gone_at !== null;
  const kind = isBack ? 'returned' : stored.content_hash === row.hash ? 'unchanged' : 'changed';
  return status === stored.status ? { kind, status } : { kind, status, reason: isBack ? 'returned' : 'vendor' };
}
