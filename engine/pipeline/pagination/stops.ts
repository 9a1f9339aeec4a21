import { compileExpression, type Expression } from '../../language/expression/index.ts';
import type { Stop } from '../../manifest/types.generated.ts';
import type { PageFacts } from './paginator.ts';
import type { Paginator } from './spec.ts';

/** Counts of the pages read so far, including the current one. */
export interface PagingCounts {
  readonly pages: number;
  readonly items: number;
  readonly size: number | undefined;
  /** Records requested so far; undefined when unknown. */
  readonly requested: number | undefined;
}

/** Totals of the whole list that a page announces. */
interface AnnouncedTotals {
  readonly totalPages: number | undefined;
  readonly totalRecords: number | undefined;
  readonly more: boolean | undefined;
}

type StopCondition = (counts: PagingCounts, page: PageFacts, totals: AnnouncedTotals) => boolean;

/** Parses a count from a number or digits; undefined for anything else, as a missing total does not end paging. */
const parseCount = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return Number.isInteger(number) && Number(number) >= 0 ? Number(number) : undefined;
};

const NO_MORE: ReadonlySet<unknown> = new Set([false, 0, '', '0', 'false', 'False']);

const parseMore = (value: unknown): boolean | undefined =>
  value === undefined || value === null ? undefined : !NO_MORE.has(value);

/**
 * Returns true when all announced records were requested and received. Items alone are not enough, as a selector may
 * find several in one record, and neither are pages, as the vendor may cap them. The total may also include records
 * that the account cannot see: then the pages after the last visible record are empty.
 */
const isTotalReached = ({ items, requested }: PagingCounts, { itemsSeen }: PageFacts, total: number): boolean =>
  requested === undefined ? items >= total : requested >= total && (items >= total || itemsSeen === 0);

/** Stop conditions by name. `nextAbsent` is decided by the variant, which finds no next page. */
const CONDITIONS: { readonly [S in Stop[number]]: StopCondition } = {
  totalPages: ({ pages }, _page, { totalPages }) => totalPages !== undefined && pages >= totalPages,
  totalRecords: (counts, page, { totalRecords: total }) => total !== undefined && isTotalReached(counts, page, total),
  hasMore: (_counts, _page, { more }) => more === false,
  nextAbsent: () => false,
  emptyPage: (_counts, { itemsSeen }) => itemsSeen === 0,
  shortPage: ({ size }, { itemsSeen }) => size !== undefined && itemsSeen < size,
};

/** Result of the stop conditions, and the total that the vendor announced. */
export interface StopResult {
  readonly isLast: boolean;
  readonly announced: number | undefined;
}

const compileOptional = (source: string | undefined): Expression | undefined =>
  source === undefined ? undefined : compileExpression(source);

/** Compiles the stop conditions of a paginator; any true condition ends paging. Throws EXPRESSION_SYNTAX. */
export function compileStops(spec: Paginator): (counts: PagingCounts, page: PageFacts) => Promise<StopResult> {
  if (spec.type === 'none') return async () => ({ isLast: true, announced: undefined });
  const totalPages = compileOptional(spec.totalPages);
  const totalRecords = compileOptional(spec.totalRecords);
  const hasMore = compileOptional(spec.hasMore);
  const stop = spec.stop ?? [];
  return async (counts, page) => {
    const evaluate = (expression: Expression | undefined) => expression?.evaluate(page.envelope, page.bindings ?? {});
    const totals: AnnouncedTotals = {
      totalPages: parseCount(await evaluate(totalPages)),
      totalRecords: parseCount(await evaluate(totalRecords)),
      more: parseMore(await evaluate(hasMore)),
    };
    return { isLast: stop.some((name) => CONDITIONS[name](counts, page, totals)), announced: totals.totalRecords };
  };
}
