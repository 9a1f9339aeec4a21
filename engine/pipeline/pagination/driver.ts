import { stableStringify } from '../../base/json/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import type { NextPosition, PageFacts, Position, Stuck, Variant } from './paginator.ts';
import type { PagingEnd, Reached } from './stops.ts';
import { addMark, computeMark, EMPTY_TRAIL, hasPassed, type Trail } from './trail.ts';

/** How far paging is: plain JSON of bounded size, so that a run can stop, be saved and go on. */
export interface PagingProgress {
  /** The page to ask for. */
  readonly at: Position;
  /** Pages and items that were read before it. */
  readonly pages: number;
  readonly items: number;
  /** How many of the latest pages were empty. */
  readonly empties: number;
  /** How many records the vendor said there are, when it said the most: a total that shrinks may have moved rows past us. */
  readonly announced?: number;
  /** How many it said there are when it said the fewest. */
  readonly fewest?: number;
  readonly positions: Trail;
  readonly contents: Trail;
}

/**
 * What follows a page. `announced` beside a different `read` means that the list moved, or that some of it is hidden;
 * beside different `fewest`, that it moved while it was read.
 */
export type Step =
  | { readonly kind: 'next'; readonly progress: PagingProgress }
  | {
      readonly kind: 'done';
      readonly truncated: boolean;
      readonly announced?: number;
      readonly fewest?: number;
      readonly read: number;
    }
  | ({ readonly kind: 'stuck'; readonly at: Position } & Stuck);

/** A paginator, ready: where to begin, how to ask for a page, what follows it. It keeps no state. */
export interface CompiledPaginator {
  readonly maxPages: number;
  first(): PagingProgress;
  patch(progress: PagingProgress): RequestPatch;
  /** Rejects with EXPRESSION_FAILED. */
  advance(progress: PagingProgress, page: PageFacts): Promise<Step>;
}

export interface PaginatorParts {
  readonly variant: Variant;
  readonly maxPages: number;
  readonly ending: (reached: Reached, page: PageFacts) => Promise<PagingEnd>;
}

// A vendor that filters after it cuts pages may send some empty ones; so many in a row have no end.
const MOST_EMPTY = 100;

const formatPosition = (at: Position): string => computeMark(stableStringify(at));

/** The place before the first page. */
const startProgress = (first: Position): PagingProgress => ({
  at: first,
  pages: 0,
  items: 0,
  empties: 0,
  positions: addMark(EMPTY_TRAIL, formatPosition(first)),
  contents: EMPTY_TRAIL,
});

/** `progress` with a page counted; it still stands on that page. */
function countPage(progress: PagingProgress, { itemsSeen }: PageFacts): PagingProgress {
  return {
    ...progress,
    pages: progress.pages + 1,
    items: progress.items + itemsSeen,
    empties: itemsSeen === 0 ? progress.empties + 1 : 0,
  };
}

/** `progress` with a total that the vendor told. */
const applyTotal = (progress: PagingProgress, total: number): PagingProgress => ({
  ...progress,
  announced: Math.max(total, progress.announced ?? total),
  fewest: Math.min(total, progress.fewest ?? progress.announced ?? total),
});

function buildReached({ size, asked }: Variant, { at, pages, items }: PagingProgress, page: PageFacts): Reached {
  const known = asked?.(at, page) ?? (size === undefined ? undefined : pages * size);
  return { pages, items, size, asked: known };
}

const stepDone = ({ items, announced, fewest }: PagingProgress, truncated = false): Step => ({
  kind: 'done',
  truncated,
  ...(announced === undefined ? {} : { announced }),
  ...(fewest === undefined || fewest === announced ? {} : { fewest }),
  read: items,
});

const stepStuck = ({ at }: PagingProgress, why: Stuck): Step => ({ ...why, kind: 'stuck', at });

/** Moves to what the variant proposes, if it is a page that was not asked for yet. */
function moveTo(
  progress: PagingProgress,
  next: NextPosition,
  { page, maxPages }: { page: PageFacts; maxPages: number },
): Step {
  if (next.kind === 'none') return stepDone(progress);
  if (next.kind === 'unusable') return stepStuck(progress, next);
  const mark = formatPosition(next.at);
  if (hasPassed(progress.positions, mark)) return stepStuck(progress, { code: 'PAGE_REPEATED', details: {} });
  if (progress.pages >= maxPages) return stepDone(progress, true);
  if (progress.empties >= MOST_EMPTY)
    return stepStuck(progress, { code: 'PAGES_EMPTY', details: { count: progress.empties } });
  const positions = addMark(progress.positions, mark);
  const contents = page.itemsSeen === 0 ? progress.contents : addMark(progress.contents, computeMark(page.fingerprint));
  return { kind: 'next', progress: { ...progress, at: next.at, positions, contents } };
}

/** The rules that no variant can bend: pages are limited, none is read twice, and what was announced is remembered. */
export const createPaginator = ({ variant, ending, maxPages }: PaginatorParts): CompiledPaginator => ({
  maxPages,
  first: () => startProgress(variant.first),
  patch: ({ at }) => variant.patch(at),
  advance: async (before, page) => {
    const progress = countPage(before, page);
    // The contents that were passed are those of pages with items: an empty page is never one of them.
    if (before.pages > 0 && hasPassed(before.contents, computeMark(page.fingerprint)))
      return stepStuck(progress, { code: 'PAGE_REPEATED', details: {} });
    const { ends, announced } = await ending(buildReached(variant, progress, page), page);
    const known = announced === undefined ? progress : applyTotal(progress, announced);
    return ends ? stepDone(known) : moveTo(known, await variant.next(known.at, page), { page, maxPages });
  },
});
