import { stableStringify } from '../../base/json/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import type { NextPosition, PageFacts, Position, Stuck, Variant } from './paginator.ts';
import type { PagingCounts, StopResult } from './stops.ts';
import { addMark, computeMark, EMPTY_TRAIL, hasPassed, type Trail } from './trail.ts';

/** Paging state: plain JSON of bounded size, so that a run can checkpoint and resume. */
export interface PagingProgress {
  /** Position of the page to request. */
  readonly at: Position;
  /** Pages and items read before it. */
  readonly pages: number;
  readonly items: number;
  /** Number of consecutive empty pages up to here. */
  readonly empties: number;
  /** Largest total that the vendor announced. A total that shrinks may have moved rows to pages already read. */
  readonly announced?: number;
  /** Smallest total that the vendor announced. */
  readonly fewest?: number;
  readonly positions: Trail;
  readonly contents: Trail;
}

/**
 * Next action after a page. If `announced` differs from `read`, the list changed or part of it is hidden; if it differs
 * from `fewest`, the list changed during paging.
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

/** Compiled, stateless paginator. */
export interface CompiledPaginator {
  readonly maxPages: number;
  first(): PagingProgress;
  /** Returns the request changes for the page to request. */
  patch(progress: PagingProgress): RequestPatch;
  /** Returns the next action after `page`. Rejects with EXPRESSION_FAILED. */
  advance(progress: PagingProgress, page: PageFacts): Promise<Step>;
}

export interface PaginatorSetup {
  readonly variant: Variant;
  readonly maxPages: number;
  readonly checkStops: (counts: PagingCounts, page: PageFacts) => Promise<StopResult>;
}

// Vendors that filter after paging send some empty pages; this many in a row would not end.
const MAX_EMPTY_PAGES = 100;

const markPosition = (at: Position): string => computeMark(stableStringify(at));

const startProgress = (first: Position): PagingProgress => ({
  at: first,
  pages: 0,
  items: 0,
  empties: 0,
  positions: addMark(EMPTY_TRAIL, markPosition(first)),
  contents: EMPTY_TRAIL,
});

/** Adds a page to the counts without moving to the next one. */
function countPage(progress: PagingProgress, { itemsSeen }: PageFacts): PagingProgress {
  return {
    ...progress,
    pages: progress.pages + 1,
    items: progress.items + itemsSeen,
    empties: itemsSeen === 0 ? progress.empties + 1 : 0,
  };
}

/** Records a total that the vendor announced. */
const applyTotal = (progress: PagingProgress, total: number): PagingProgress => ({
  ...progress,
  announced: Math.max(total, progress.announced ?? total),
  fewest: Math.min(total, progress.fewest ?? progress.announced ?? total),
});

function countPages({ size, requested }: Variant, { at, pages, items }: PagingProgress, page: PageFacts): PagingCounts {
  const total = requested?.(at, page) ?? (size === undefined ? undefined : pages * size);
  return { pages, items, size, requested: total };
}

const createDoneStep = ({ items, announced, fewest }: PagingProgress, truncated = false): Step => ({
  kind: 'done',
  truncated,
  ...(announced === undefined ? {} : { announced }),
  ...(fewest === undefined || fewest === announced ? {} : { fewest }),
  read: items,
});

const createStuckStep = ({ at }: PagingProgress, reason: Stuck): Step => ({ ...reason, kind: 'stuck', at });

/** Moves to the position that the variant proposes, unless that page was already requested. */
function moveTo(
  progress: PagingProgress,
  next: NextPosition,
  { page, maxPages }: { page: PageFacts; maxPages: number },
): Step {
  if (next.kind === 'none') return createDoneStep(progress);
  if (next.kind === 'invalid') return createStuckStep(progress, next);
  const mark = markPosition(next.at);
  if (hasPassed(progress.positions, mark)) return createStuckStep(progress, { code: 'PAGE_REPEATED', details: {} });
  if (progress.pages >= maxPages) return createDoneStep(progress, true);
  if (progress.empties >= MAX_EMPTY_PAGES)
    return createStuckStep(progress, { code: 'PAGES_EMPTY', details: { count: progress.empties } });
  const positions = addMark(progress.positions, mark);
  const contents = page.itemsSeen === 0 ? progress.contents : addMark(progress.contents, computeMark(page.fingerprint));
  return { kind: 'next', progress: { ...progress, at: next.at, positions, contents } };
}

/** Creates a paginator with the rules that apply to all variants: limit pages, detect loops, track announced totals. */
export const createPaginator = ({ variant, checkStops, maxPages }: PaginatorSetup): CompiledPaginator => ({
  maxPages,
  first: () => startProgress(variant.first),
  patch: ({ at }) => variant.patch(at),
  advance: async (before, page) => {
    const progress = countPage(before, page);
    // `contents` marks only pages with items, so that an empty page never counts as a repeated one.
    if (before.pages > 0 && hasPassed(before.contents, computeMark(page.fingerprint)))
      return createStuckStep(progress, { code: 'PAGE_REPEATED', details: {} });
    const { isLast, announced } = await checkStops(countPages(variant, progress, page), page);
    const updated = announced === undefined ? progress : applyTotal(progress, announced);
    if (isLast) return createDoneStep(updated);
    return moveTo(updated, await variant.next(updated.at, page), { page, maxPages });
  },
});
