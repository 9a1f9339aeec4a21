import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
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

/** Total that a page announces. */
export interface Total {
  readonly count: number;
  /** There may be more: the total does not end the list. */
  readonly isLowerBound: boolean;
}

/** Extent of the whole list, as far as a page announces it. */
interface Announcement {
  readonly totalPages: number | undefined;
  readonly totalRecords: Total | undefined;
  readonly more: boolean | undefined;
}

/** Name of a stop condition. */
export type StopName = Stop[number];

type StopCondition = (counts: PagingCounts, page: PageFacts, announced: Announcement) => boolean;

const COUNT = /^\s*(?:>=?\s*)?(\d+)\s*(\+?)\s*$/;

/** Parses a total: a count, digits, or digits with a plus (`10000+`). Undefined for anything else: it is not a total. */
function parseTotal(value: unknown): Total | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 ? { count: value, isLowerBound: false } : undefined;
  const [text, digits, plus] = typeof value === 'string' ? (COUNT.exec(value) ?? []) : [];
  if (text === undefined || digits === undefined) return undefined;
  return { count: Number(digits), isLowerBound: plus === '+' || text.includes('>') };
}

const NO_MORE: ReadonlySet<unknown> = new Set([false, 0, '', '0', 'false', 'False']);

const parseMore = (value: unknown): boolean | undefined =>
  value === undefined || value === null ? undefined : !NO_MORE.has(value);

/**
 * Returns true when all announced records were requested and received. Items alone are not enough, as a selector may
 * find several in one record, and neither are pages, as the vendor may cap them. The total may also include records
 * that the account cannot see: then the pages after the last visible record are empty.
 */
const isTotalReached = ({ items, requested }: PagingCounts, { itemsSeen }: PageFacts, { count }: Total): boolean =>
  requested === undefined ? items >= count : requested >= count && (items >= count || itemsSeen === 0);

/** Returns true if the vendor says that more follows. */
const isMoreAnnounced: StopCondition = (counts, page, { totalPages, totalRecords, more }) =>
  more === true ||
  (totalPages !== undefined && counts.pages < totalPages) ||
  (totalRecords !== undefined && !isTotalReached(counts, page, totalRecords));

/** Stop conditions by name. The variant decides `nextAbsent`, and the driver the conditions on repeated pages. */
const CONDITIONS: { readonly [S in Stop[number]]: StopCondition } = {
  totalPages: ({ pages }, _page, { totalPages }) => totalPages !== undefined && pages >= totalPages,
  totalRecords: (counts, page, { totalRecords: total }) =>
    total !== undefined && !total.isLowerBound && isTotalReached(counts, page, total),
  hasMore: (_counts, _page, { more }) => more === false,
  nextAbsent: () => false,
  repeatedPage: () => false,
  repeatedToken: () => false,
  emptyPage: (_counts, { itemsSeen }) => itemsSeen === 0,
  shortPage: (counts, page, announced) =>
    counts.size !== undefined && page.itemsSeen < counts.size && !isMoreAnnounced(counts, page, announced),
};

/** Result of the stop conditions, and the total that the vendor announced. */
export interface StopResult {
  /** Condition that ends the list after this page. */
  readonly end: StopName | 'singlePage' | undefined;
  readonly announced: Total | undefined;
}

export type CheckStops = (counts: PagingCounts, page: PageFacts) => Promise<StopResult>;

const compileOptional = (source: string | undefined): Expression | undefined =>
  source === undefined ? undefined : compileExpression(source);

/** Compiles the reader of the total. One that reaches `maxResults` may be cut, so it is a lower bound. */
function compileTotal(spec: Exclude<Paginator, { type: 'none' }>): (page: PageFacts) => Promise<Total | undefined> {
  const expression = compileOptional(spec.totalRecords);
  const lowerBound = compileOptional(spec.totalIsLowerBound);
  const { maxResults = Number.POSITIVE_INFINITY } = spec;
  return async ({ envelope, bindings = {} }) => {
    const total = parseTotal(await expression?.evaluate(envelope, bindings));
    if (total === undefined) return undefined;
    const isDeclared = lowerBound !== undefined && isTrue(await lowerBound.evaluate(envelope, bindings));
    return { ...total, isLowerBound: total.isLowerBound || isDeclared || total.count >= maxResults };
  };
}

/** Compiles the stop conditions of a paginator; any true condition ends paging. Throws EXPRESSION_SYNTAX. */
export function compileStops(spec: Paginator): CheckStops {
  if (spec.type === 'none') return async () => ({ end: 'singlePage', announced: undefined });
  const totalPages = compileOptional(spec.totalPages);
  const hasMore = compileOptional(spec.hasMore);
  const readTotal = compileTotal(spec);
  const stop = spec.stop ?? [];
  return async (counts, page) => {
    const evaluate = (expression: Expression | undefined) => expression?.evaluate(page.envelope, page.bindings ?? {});
    const announced: Announcement = {
      totalPages: parseTotal(await evaluate(totalPages))?.count,
      totalRecords: await readTotal(page),
      more: parseMore(await evaluate(hasMore)),
    };
    return {
      end: stop.find((name) => CONDITIONS[name](counts, page, announced)),
      announced: announced.totalRecords,
    };
  };
}
