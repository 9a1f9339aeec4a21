import { compileExpression, type Expression } from '../../language/expression/index.ts';
import type { Stop } from '../../manifest/types.generated.ts';
import type { PageFacts } from './paginator.ts';
import type { Paginator } from './spec.ts';

/** How far paging is, the page at hand included. */
export interface Reached {
  readonly pages: number;
  readonly items: number;
  readonly size: number | undefined;
  /** Records that were asked for so far, where that can be known. */
  readonly asked: number | undefined;
}

/** What the page says of the whole list. */
interface AnnouncedTotals {
  readonly totalPages: number | undefined;
  readonly totalRecords: number | undefined;
  readonly more: boolean | undefined;
}

type Holds = (reached: Reached, page: PageFacts, said: AnnouncedTotals) => boolean;

/** A number or digits; undefined for null and all else: a vendor that says nothing has not said that this is the end. */
const parseCount = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return Number.isInteger(number) && Number(number) >= 0 ? Number(number) : undefined;
};

const NO_MORE: ReadonlySet<unknown> = new Set([false, 0, '', '0', 'false', 'False']);

const parseMore = (value: unknown): boolean | undefined =>
  value === undefined || value === null ? undefined : !NO_MORE.has(value);

/**
 * Whether the announced total was asked for, and came. Items alone do not say so: a selector may find several in one
 * record; pages alone neither: the vendor may cap them. It may also count what the account cannot see: then pages past
 * the announced end come empty.
 */
const hasReachedTotal = ({ items, asked }: Reached, { itemsSeen }: PageFacts, total: number): boolean =>
  asked === undefined ? items >= total : asked >= total && (items >= total || itemsSeen === 0);

/** When each condition is true; that there is no next page (nextAbsent) is for the variant to say. */
const CONDITIONS: { readonly [S in Stop[number]]: Holds } = {
  totalPages: ({ pages }, _page, { totalPages }) => totalPages !== undefined && pages >= totalPages,
  totalRecords: (reached, page, { totalRecords: total }) =>
    total !== undefined && hasReachedTotal(reached, page, total),
  hasMore: (_reached, _page, { more }) => more === false,
  nextAbsent: () => false,
  emptyPage: (_reached, { itemsSeen }) => itemsSeen === 0,
  shortPage: ({ size }, { itemsSeen }) => size !== undefined && itemsSeen < size,
};

/** Whether the list ends with a page, and how many records the vendor announced. */
export interface PagingEnd {
  readonly ends: boolean;
  readonly announced: number | undefined;
}

const compileOptional = (source: string | undefined): Expression | undefined =>
  source === undefined ? undefined : compileExpression(source);

/** The stop conditions of a paginator as one question; the first that is true ends. Throws EXPRESSION_SYNTAX. */
export function compileStops(spec: Paginator): (reached: Reached, page: PageFacts) => Promise<PagingEnd> {
  if (spec.type === 'none') return async () => ({ ends: true, announced: undefined });
  const totalPages = compileOptional(spec.totalPages);
  const totalRecords = compileOptional(spec.totalRecords);
  const hasMore = compileOptional(spec.hasMore);
  const stop = spec.stop ?? [];
  return async (reached, page) => {
    const value = (expression: Expression | undefined) => expression?.evaluate(page.envelope, page.bindings ?? {});
    const said: AnnouncedTotals = {
      totalPages: parseCount(await value(totalPages)),
      totalRecords: parseCount(await value(totalRecords)),
      more: parseMore(await value(hasMore)),
    };
    return { ends: stop.some((name) => CONDITIONS[name](reached, page, said)), announced: said.totalRecords };
  };
}
