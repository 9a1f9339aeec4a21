import type { ErrorRow } from '../row.ts';

export const QUERY_ERRORS = {
  QUERY_SYNTAX: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { position: number; problem: string }) =>
      `query syntax error at character ${d.position}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Correct the query at that position.'}`,
  },
  QUERY_FIELD_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { field: string; position: number }) => `unknown field "${d.field}" at character ${d.position}`,
    fix: (d: { fields: string; meant?: string | undefined }) =>
      `Use one of: ${d.fields} To search for text that contains a colon, quote it.${d.meant ?? ''}`,
  },
  ENTITY_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { entity: string }) => `no stored records of the entity "${d.entity}"`,
    fix: (d: { known: string; meant?: string | undefined }) =>
      `${d.known === '' ? 'Run a connector whose manifest declares entities into this store.' : `Use one of: ${d.known}.`}${d.meant ?? ''}`,
  },
  QUERY_VALUE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { value: string; field: string; position: number; problem: string }) =>
      `invalid value "${d.value}" for ${d.field} at character ${d.position}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Correct the value.'}`,
  },
  QUERY_SORT_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { entity: string; sort: string }) => `cannot sort ${d.entity}s by "${d.sort}"`,
    fix: (d: { choices: string; meant?: string | undefined }) =>
      `Use one of: ${d.choices}; prefix it with - for descending order.${d.meant ?? ''}`,
  },
  QUERY_PAGE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: () => 'invalid page token',
    fix: 'Set --after to the token of the previous page and keep the same --sort, or omit --after to start from the first page.',
  },
  EXPORT_FORMAT_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { entity: string; format: string }) => `cannot export ${d.entity}s as "${d.format}"`,
    fix: (d: { formats: string }) => `Set --format to one of: ${d.formats}.`,
  },
  RISK_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { reason: string }) => `invalid risk formula: ${d.reason}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Use JSON with a JSONata expression for findings, assets or both: {"finding": "severity * 20", "asset": "worst"}.'}`,
  },
  RISK_FORMULA_FAILED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { failed: number }) =>
      `the risk formula failed for ${d.failed} record${d.failed === 1 ? '' : 's'}; the built-in formula was used for them`,
    fix: 'Review the formula with mapwright risk show, fix it, and save it with mapwright risk set.',
  },
  RISK_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { type: string }) => `the risk formula returned ${d.type}, expected a number from 0 to 100`,
    fix: 'Return a number from 0 to 100 for every finding and asset, for example with $min([100, …]).',
  },
} as const satisfies Record<string, ErrorRow>;
