import type { ErrorRow } from '../row.ts';

export const RECORD_ERRORS = {
  ITEM_UNREADABLE: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { problem: string }) => `the item cannot be read: ${d.problem}`,
    fix: 'The vendor sent a damaged item: report it to the vendor; the other items were loaded.',
  },
  FIELD_MISSING: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string }) => `the required field "${d.field}" got no value`,
    fix: 'Map another source field, or give a default in the expression: a ? a : b.',
  },
  FIELD_INVALID: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string; problem: string }) => `the field "${d.field}" ${d.problem}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Convert the value in the mapping ("as"), or correct the expression.'}`,
  },
  ENUM_UNMAPPED: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { value: string; field: string; enum: string }) =>
      `the value ${JSON.stringify(d.value)} of "${d.field}" is not in the enum "${d.enum}"`,
    fix: (d: { value: string; enum: string }) =>
      `Add ${JSON.stringify(d.value)} to enums.${d.enum}.values in the manifest, with the target value it means.`,
  },
  TEXT_INVALID: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string; problem: string }) => `the field "${d.field}" holds ${d.problem}`,
    fix: 'The vendor sent a damaged text: clean it in the mapping ("as": "cleanText").',
  },
  PARENT_NOT_FOUND: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { key: string; value: string; parent: string }) =>
      `the item belongs to ${d.key} = ${d.value}, which "${d.parent}" does not list`,
    fix: 'The parent may be filtered out, deleted, or not visible to this account.',
  },
} as const satisfies Record<string, ErrorRow>;
