import type { Row } from '../row.ts';

export const RECORD_ERRORS = {
  ITEM_UNREADABLE: {
    area: 'record',
    message: (d) => `the item cannot be read: ${d['problem']}`,
    fix: 'The vendor sent a damaged item: report it to the vendor; the other items were loaded.',
  },
  FIELD_MISSING: {
    area: 'record',
    message: (d) => `the required field "${d['field']}" got no value`,
    fix: 'Map another source field, or give a default in the expression: a ? a : b.',
  },
  FIELD_INVALID: {
    area: 'record',
    message: (d) => `the field "${d['field']}" ${d['problem']}`,
    fix: (d) => `${d['fix'] ?? 'Convert the value in the mapping ("as"), or correct the expression.'}`,
  },
  ENUM_UNMAPPED: {
    area: 'record',
    message: (d) => `the value ${JSON.stringify(d['value'])} of "${d['field']}" is not in the enum "${d['enum']}"`,
    fix: (d) =>
      `Add ${JSON.stringify(d['value'])} to enums.${d['enum']}.values in the manifest, with the target value it means.`,
  },
  TEXT_INVALID: {
    area: 'record',
    message: (d) => `the field "${d['field']}" holds ${d['problem']}`,
    fix: 'The vendor sent a damaged text: clean it in the mapping ("as": "cleanText").',
  },
  PARENT_NOT_FOUND: {
    area: 'record',
    message: (d) => `the item belongs to ${d['key']} = ${d['value']}, which "${d['parent']}" does not list`,
    fix: 'The parent may be filtered out, deleted, or not visible to this account.',
  },
} as const satisfies Record<string, Row>;
