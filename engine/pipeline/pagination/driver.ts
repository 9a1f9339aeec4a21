import { stable } from '../../base/json/index.ts';
import type { RequestPatch } from '../request/draft.ts';
import type { Next, PageFacts, Position, Stuck, Variant } from './paginator.ts';
import type { Ending, Reached } from './stops.ts';
import { EMPTY_TRAIL, follow, markOf, passed, type Trail } from './trail.ts';

/** How far paging is: plain JSON of bounded size, so that a run can stop, be saved and go on. */
export interface Progress {
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
  | { readonly kind: 'next'; readonly progress: Progress }
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
  first(): Progress;
  patch(progress: Progress): RequestPatch;
  /** Rejects with EXPRESSION_FAILED. */
  advance(progress: Progress, page: PageFacts): Promise<Step>;
}

export interface Parts {
  readonly variant: Variant;
  readonly maxPages: number;
  readonly ending: (reached: Reached, page: PageFacts) => Promise<Ending>;
}

// A vendor that filters after it cuts pages may send some empty ones; so many in a row have no end.
const MOST_EMPTY = 100;

const placeOf = (at: Position): string => markOf(stable(at));

/** The place before the first page. */
const start = (first: Position): Progress => ({
  at: first,
  pages: 0,
  items: 0,
  empties: 0,
  positions: follow(EMPTY_TRAIL, placeOf(first)),
  contents: EMPTY_TRAIL,
});

/** `progress` with a page counted; it still stands on that page. */
function counted(progress: Progress, { itemsSeen }: PageFacts): Progress {
  return {
    ...progress,
    pages: progress.pages + 1,
    items: progress.items + itemsSeen,
    empties: itemsSeen === 0 ? progress.empties + 1 : 0,
  };
}

/** `progress` with a total that the vendor told. */
const told = (progress: Progress, total: number): Progress => ({
  ...progress,
  announced: Math.max(total, progress.announced ?? total),
  fewest: Math.min(total, progress.fewest ?? progress.announced ?? total),
});

function reached({ size, asked }: Variant, { at, pages, items }: Progress, page: PageFacts): Reached {
  const known = asked?.(at, page) ?? (size === undefined ? undefined : pages * size);
  return { pages, items, size, asked: known };
}

const done = ({ items, announced, fewest }: Progress, truncated = false): Step => ({
  kind: 'done',
  truncated,
  ...(announced === undefined ? {} : { announced }),
  ...(fewest === undefined || fewest === announced ? {} : { fewest }),
  read: items,
});

const stuck = ({ at }: Progress, why: Stuck): Step => ({ ...why, kind: 'stuck', at });

/** Moves to what the variant proposes, if it is a page that was not asked for yet. */
function moved(progress: Progress, next: Next, { page, maxPages }: { page: PageFacts; maxPages: number }): Step {
  if (next.kind === 'none') return done(progress);
  if (next.kind === 'unusable') return stuck(progress, next);
  const mark = placeOf(next.at);
  if (passed(progress.positions, mark)) return stuck(progress, { code: 'PAGE_REPEATED', details: {} });
  if (progress.pages >= maxPages) return done(progress, true);
  if (progress.empties >= MOST_EMPTY)
    return stuck(progress, { code: 'PAGES_EMPTY', details: { count: progress.empties } });
  const positions = follow(progress.positions, mark);
  const contents = page.itemsSeen === 0 ? progress.contents : follow(progress.contents, markOf(page.fingerprint));
  return { kind: 'next', progress: { ...progress, at: next.at, positions, contents } };
}

/** The rules that no variant can bend: pages are limited, none is read twice, and what was announced is remembered. */
export const drive = ({ variant, ending, maxPages }: Parts): CompiledPaginator => ({
  maxPages,
  first: () => start(variant.first),
  patch: ({ at }) => variant.patch(at),
  advance: async (before, page) => {
    const progress = counted(before, page);
    // The contents that were passed are those of pages with items: an empty page is never one of them.
    if (before.pages > 0 && passed(before.contents, markOf(page.fingerprint)))
      return stuck(progress, { code: 'PAGE_REPEATED', details: {} });
    const { ends, announced } = await ending(reached(variant, progress, page), page);
    const known = announced === undefined ? progress : told(progress, announced);
    return ends ? done(known) : moved(known, await variant.next(known.at, page), { page, maxPages });
  },
});
