import type { WritableRow } from './row.ts';

/** Stored row whose record differs from the one that was read. */
export interface StoredRow {
  readonly id: number;
  readonly gone_at: number | null;
  /** Both are empty if it is not a finding. */
  readonly status: string;
  readonly vendor_status: string;
}

/** Effect of a record on the existing row. */
export interface WriteOutcome {
  readonly kind: 'changed' | 'returned';
  readonly status: string;
  /** Cause of a status change; absent if the status stays. */
  readonly reason?: 'vendor' | 'returned';
}

/** Vendor statuses of returned findings that are more specific than REOPENED. */
const CLOSED: ReadonlySet<string> = new Set(['FIXED', 'IGNORED', '']);

/**
 * Derives the status: the vendor's status counts when it changes; otherwise the stored one stays (for example REOPENED).
 * A finding that was closed as absent becomes REOPENED, unless the vendor reports it as closed.
 */
function nextStatus(stored: StoredRow, vendor: string): string {
  if (stored.gone_at !== null) return CLOSED.has(vendor) ? vendor : 'REOPENED';
  return vendor === stored.vendor_status ? stored.status : vendor;
}

/** Decides the effect of a record that a run sees for the first time, and that differs from the stored row. */
export function decideOutcome(stored: StoredRow, row: WritableRow): WriteOutcome {
  const status = nextStatus(stored, row.status);
  const isBack = stored.gone_at !== null;
  const kind = isBack ? 'returned' : 'changed';
  return status === stored.status ? { kind, status } : { kind, status, reason: isBack ? 'returned' : 'vendor' };
}

/** Last status of a finding before the current run. */
export interface PriorStatus {
  readonly status: string;
  readonly reason: string;
}

/**
 * Decides the status of a finding whose record replaces another one of the same run. The row already contains that other
 * record, so the status is derived from the history before the run: replacing a record again gives the same result.
 */
export function decideReplacement(
  prior: PriorStatus | undefined,
  vendor: string,
): Pick<WriteOutcome, 'status' | 'reason'> {
  if (prior === undefined) return { status: vendor, reason: 'vendor' };
  const isBack = prior.reason === 'absent';
  const status = (isBack || prior.status === 'REOPENED') && !CLOSED.has(vendor) ? 'REOPENED' : vendor;
  return status === prior.status ? { status } : { status, reason: isBack ? 'returned' : 'vendor' };
}
