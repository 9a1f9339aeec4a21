import type { ErrorRow } from '../row.ts';

export const QUERY_ERRORS = {
  QUERY_SYNTAX: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { position: number; problem: string }) =>
      `the query does not parse at character ${d.position}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Correct the query at that place.'}`,
  },
  QUERY_FIELD_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { field: string; position: number }) =>
      `"${d.field}" is not a field that can be asked for (at character ${d.position})`,
    fix: (d: { fields: string; meant?: string | undefined }) =>
      `Choose among: ${d.fields} To search for a text with a colon in it, put it between quotes.${d.meant ?? ''}`,
  },
  QUERY_VALUE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { value: string; field: string; position: number; problem: string }) =>
      `"${d.value}" cannot be asked of ${d.field} (at character ${d.position}): ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Correct the value.'}`,
  },
  QUERY_SORT_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { entity: string; sort: string }) => `${d.entity}s cannot be sorted by "${d.sort}"`,
    fix: (d: { choices: string; meant?: string | undefined }) =>
      `Choose among: ${d.choices}; a - before it sorts the largest first.${d.meant ?? ''}`,
  },
  QUERY_PAGE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: () => 'this is not a page of that list',
    fix: 'Give --after what the page before said, with the same --sort; or begin again without it.',
  },
  EXPORT_FORMAT_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { entity: string; format: string }) => `${d.entity}s cannot be exported as "${d.format}"`,
    fix: (d: { formats: string }) => `Give --format one of: ${d.formats}.`,
  },
  RISK_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { reason: string }) => `the risk formula cannot be taken: ${d.reason}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Give JSON with JSONata for findings, assets or both: {"finding": "severity * 20", "asset": "worst"}.'}`,
  },
  RISK_FORMULA_FAILED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { failed: number }) =>
      `the risk formula failed for ${d.failed} records: the published one stands for them`,
    fix: 'See mapwright risk show, mend the formula, and give it again with mapwright risk set.',
  },
  RISK_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { type: string }) => `the risk formula gave ${d.type}, not a number from 0 to 100`,
    fix: 'Let the JSONata give a number from 0 to 100 for every finding and asset: $min([100, …]).',
  },
} as const satisfies Record<string, ErrorRow>;
