import type { ErrorRow } from '../row.ts';

export const RECORD_ERRORS = {
  ITEM_UNREADABLE: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { problem: string }) => `cannot read the item: ${d.problem}`,
    fix: 'Report the damaged item to the vendor; the other items were loaded.',
  },
  ITEM_NOT_OBJECT: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { entity: string }) => `an item is not an object, so it cannot be a record of "${d.entity}"`,
    fix: 'Select objects in "records", or write a map that puts the value into a field: "$".',
  },
  FIELD_MISSING: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string }) => `the required field "${d.field}" has no value`,
    fix: (d: { fix?: string | undefined }) =>
      d.fix ?? 'Map another source field, or add a default to the expression: a ? a : b.',
  },
  FIELD_INVALID: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string; problem: string }) => `the field "${d.field}" ${d.problem}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Convert the value in the map ("as"), or correct the expression.'}`,
  },
  ENUM_UNMAPPED: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { value: string; field: string; enum: string }) =>
      `the value ${JSON.stringify(d.value)} of "${d.field}" is not in the enum "${d.enum}"`,
    fix: (d: { value: string; enum: string }) =>
      `Add ${JSON.stringify(d.value)} to enums.${d.enum}.values in the manifest, with its target value.`,
  },
  TEXT_INVALID: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { field: string; problem: string }) => `the field "${d.field}" contains ${d.problem}`,
    fix: 'Clean the damaged text in the map ("as": "cleanText").',
  },
  PARENT_NOT_FOUND: {
    stage: 'record',
    httpStatus: 422,
    message: (d: { key: string; value: string; parent: string }) =>
      `the item refers to ${d.key} = ${d.value}, which "${d.parent}" does not contain`,
    fix: 'Check whether the parent is filtered out, deleted, or hidden from this account.',
  },
} as const satisfies Record<string, ErrorRow>;
