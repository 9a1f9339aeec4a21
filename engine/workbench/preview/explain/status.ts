import type { FieldResult } from '../../../pipeline/map/index.ts';
import type { TargetStatus } from './explained-sample.ts';

const BY_CODE: Readonly<Record<string, TargetStatus>> = {
  FIELD_MISSING: 'missing',
  ENUM_UNMAPPED: 'unmapped',
  FIELD_INVALID: 'type',
  TEXT_INVALID: 'type',
};

/** Statuses from worst to best. */
const ORDER: readonly TargetStatus[] = ['error', 'type', 'unmapped', 'missing', 'ok', 'empty'];

/** Returns the status of a field of an item. */
export function targetStatus({ problem, value }: FieldResult): TargetStatus {
  if (problem) return BY_CODE[problem.code] ?? 'error';
  return value === undefined ? 'empty' : 'ok';
}

/** Returns the worst status that occurs in at least one item. */
export const worstStatus = (counts: Readonly<Partial<Record<TargetStatus, number>>>): TargetStatus =>
  ORDER.find((status) => (counts[status] ?? 0) > 0) ?? 'empty';
