import type { FieldResult } from '../../../pipeline/map/index.ts';
import type { TargetStatus } from './answer.ts';

const BY_CODE: Readonly<Record<string, TargetStatus>> = {
  FIELD_MISSING: 'missing',
  ENUM_UNMAPPED: 'unmapped',
  FIELD_INVALID: 'type',
  TEXT_INVALID: 'type',
};

/** From the worst to the best. */
const ORDER: readonly TargetStatus[] = ['error', 'type', 'unmapped', 'missing', 'ok', 'empty'];

/** How a field of an item stands. */
export function targetStatus({ problem, value }: FieldResult): TargetStatus {
  if (problem) return BY_CODE[problem.code] ?? 'error';
  return value === undefined ? 'empty' : 'ok';
}

/** The worst of some, each in how many items. */
export const worstStatus = (counts: Readonly<Partial<Record<TargetStatus, number>>>): TargetStatus =>
  ORDER.find((status) => (counts[status] ?? 0) > 0) ?? 'empty';
