import type { Json } from '../../base/json/index.ts';
import type { PageFacts, Position } from './paginator.ts';
import type { Total } from './stops.ts';
import { EMPTY_TRAIL, type Trail } from './trail.ts';

/** Start of the current list, if an earlier one reached the vendor's maximum of results. */
interface ListStart {
  /** `page.after`: value of the last item of the list before. */
  readonly after: Json;
  /** Texts in `after` that the vendor sent as numbers. */
  readonly numbers: readonly string[];
  /** Pages and items read before it. */
  readonly pages: number;
  readonly items: number;
}

/** Marks of the first and the last item of a page, with the number of its items. */
export interface ItemMarks {
  readonly keys: string;
  /** Mark of the contents; only if the page before had the same keys, as keys may repeat. */
  readonly contents?: string;
}

/** Paging state: plain JSON of bounded size, so that a run can checkpoint and resume. */
export interface PagingProgress {
  /** Position of the page to request. */
  readonly at: Position;
  /** Texts in the position that the vendor sent as numbers: too large for a double. */
  readonly numbers?: readonly string[];
  /** Pages and items read before it. */
  readonly pages: number;
  readonly items: number;
  /** Number of consecutive empty pages up to here. */
  readonly empties: number;
  /** Largest total that the vendor announced. A total that shrinks may have moved rows to pages already read. */
  readonly announced?: number;
  /** Smallest total that the vendor announced. */
  readonly fewest?: number;
  /** An announced total was a lower bound. */
  readonly isAtLeast?: true;
  readonly positions: Trail;
  readonly contents: Trail;
  /** Marks of the items of the page before. */
  readonly lastItems?: ItemMarks;
  readonly list?: ListStart;
  /** Parts of the page before that the stream's requests and paginator read as `page.previous`. */
  readonly previous?: Json;
  /** The items are not in the order that the manifest declares. */
  readonly isUnordered?: true;
  /** Number of times that the list was read again from its first page. */
  readonly restarts?: number;
  /** Time ranges to read, epoch ms, the current one first. Set when a time window was split. */
  readonly ranges?: readonly (readonly [number, number])[];
}

/** Creates the progress for the first page of a list. `mark` identifies the first position. */
export const startProgress = (first: Position, positions: Trail): PagingProgress => ({
  at: first,
  pages: 0,
  items: 0,
  empties: 0,
  positions,
  contents: EMPTY_TRAIL,
});

/** Adds a page to the counts without moving to the next one. */
export const countPage = (progress: PagingProgress, { itemsSeen }: PageFacts): PagingProgress => ({
  ...progress,
  pages: progress.pages + 1,
  items: progress.items + itemsSeen,
  empties: itemsSeen === 0 ? progress.empties + 1 : 0,
});

/** Records a total that the vendor announced. Totals of later lists are partial, and their items may overlap. */
export const applyTotal = (progress: PagingProgress, { count, isLowerBound }: Total): PagingProgress =>
  progress.list
    ? { ...progress, isAtLeast: true }
    : {
        ...progress,
        announced: Math.max(count, progress.announced ?? count),
        fewest: Math.min(count, progress.fewest ?? progress.announced ?? count),
        ...(isLowerBound ? { isAtLeast: true } : {}),
      };
