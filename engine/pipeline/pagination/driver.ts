import { type Json, stableStringify } from '../../base/json/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import { findWideDigits } from './page-token.ts';
import { bindView, buildPageScope, buildPageView, type PageScope, type PageView } from './page-view.ts';
import type { NextPosition, PageFacts, Position, Stuck, Variant } from './paginator.ts';
import { applyTotal, countPage, type ItemMarks, type PagingProgress, startProgress } from './progress.ts';
import { createRepeated } from './repeats.ts';
import type { CheckStops, PagingCounts, StopName, Total } from './stops.ts';
import { addMark, computeMark, EMPTY_TRAIL, hasPassed } from './trail.ts';

/** Reason for the end of a list: a stop condition, a single page, or a limit. */
export type EndReason = StopName | 'singlePage' | 'errorRule' | 'maxPages' | 'maxResults' | 'emptyPages';

/** End of a list, with the totals that the vendor announced and the number of items read. */
export interface DoneStep {
  readonly kind: 'done';
  readonly because: EndReason;
  readonly truncated: boolean;
  readonly announced?: number;
  readonly fewest?: number;
  /** The announced total is a lower bound. */
  readonly isAtLeast?: true;
  readonly read: number;
  /** Maximum of results that the vendor returns, if the list reached it: the rest of it is missing. */
  readonly capped?: number;
  /** The page repeats the one before: its items do not count. */
  readonly isRepeat?: true;
}

/** Next page to request. */
interface NextStep {
  readonly kind: 'next';
  readonly progress: PagingProgress;
}

/**
 * Next action after a page. If `announced` differs from `read`, the list changed or part of it is hidden; if it differs
 * from `fewest`, the list changed during paging.
 */
export type Step =
  | NextStep
  | DoneStep
  /** The list has more items than the vendor returns: read it in smaller time ranges, or continue with `otherwise`. */
  | { readonly kind: 'narrow'; readonly otherwise: DoneStep | NextStep }
  | ({ readonly kind: 'stuck'; readonly at: Position } & Stuck);

/** Compiled, stateless paginator. */
export interface CompiledPaginator {
  readonly maxPages: number;
  /** The items of a page must be known before the first of them is used: the page may be a repeated one. */
  readonly holdsPages: boolean;
  first(): PagingProgress;
  /** Returns the request changes for the page to request. */
  patch(progress: PagingProgress): RequestPatch;
  /** Returns `page` of the scope of the request for the page to request. */
  scope(progress: PagingProgress): PageScope;
  /** Returns the next action after `page`. Rejects with EXPRESSION_FAILED. */
  advance(progress: PagingProgress, page: PageFacts): Promise<Step>;
  /** Returns the end after a response that is not a page but the end of the pages. */
  end(progress: PagingProgress): DoneStep;
}

/** Rules of the driver that a manifest can change. */
export interface DriverRules {
  readonly maxPages: number;
  readonly maxResults: number;
  readonly holdsPages: boolean;
  /** A repeated page is the end. */
  readonly endsAtRepeatedPage: boolean;
  /** A token that equals the requested one is the end. */
  readonly endsAtRepeatedToken: boolean;
  /** One token may request all pages. */
  readonly stableToken: boolean;
  /** The caller can split the time window of the list. */
  readonly canNarrow: boolean;
}

export interface PaginatorSetup {
  readonly variant: Variant;
  readonly rules: DriverRules;
  readonly checkStops: CheckStops;
  /** Returns the value with which the next list continues after this page. */
  readonly continueAfter?: (page: PageFacts) => unknown;
  /** Returns the key of an item: pages in a row with the same first and last item are one page. */
  readonly keyOf?: (item: Json) => Json | undefined;
  /** Picks the parts of a page that later requests read as `page.previous`. */
  readonly keep?: (view: PageView) => Json;
}

// Vendors that filter after paging send some empty pages; this many in a row would not end.
const MAX_EMPTY_PAGES = 100;

const markPosition = (at: Position): string => computeMark(stableStringify(at));

const createFirstProgress = (first: Position): PagingProgress =>
  startProgress(first, addMark(EMPTY_TRAIL, markPosition(first)));

/** Marks the items of a page; undefined if they have no keys. */
function markItems({ keyOf }: PaginatorSetup, { lastItems }: PagingProgress, page: PageFacts): ItemMarks | undefined {
  const { itemsSeen, firstItem, lastItem } = page;
  if (keyOf === undefined || firstItem === undefined || lastItem === undefined) return undefined;
  const [first, last] = [keyOf(firstItem), keyOf(lastItem)];
  if (first === undefined || last === undefined) return undefined;
  const keys = computeMark(JSON.stringify([itemsSeen, first, last]));
  if (lastItems?.keys !== keys) return { keys };
  return { keys, contents: computeMark(JSON.stringify([firstItem, lastItem])) };
}

/** Counts the pages of the current list. */
function countPages({ size, requested }: Variant, progress: PagingProgress, page: PageFacts): PagingCounts {
  const pages = progress.pages - (progress.list?.pages ?? 0);
  const items = progress.items - (progress.list?.items ?? 0);
  const total = requested?.(progress.at, page) ?? (size === undefined ? undefined : pages * size);
  return { pages, items, size, requested: total };
}

const createDoneStep = (
  { items, announced, fewest, isAtLeast }: PagingProgress,
  because: EndReason,
  rest: Partial<DoneStep> = {},
): DoneStep => ({
  kind: 'done',
  because,
  truncated: false,
  ...(announced === undefined ? {} : { announced }),
  ...(fewest === undefined || fewest === announced ? {} : { fewest }),
  ...(isAtLeast ? { isAtLeast } : {}),
  read: items,
  ...rest,
});

const createStuckStep = ({ at }: PagingProgress, reason: Stuck): Step => ({ ...reason, kind: 'stuck', at });

/** Returns the page size, or 0 if it is unknown or larger than the maximum. */
const fitSize = ({ maxResults }: DriverRules, { size = 0 }: PagingCounts): number => (size > maxResults ? 0 : size);

/** Returns true if the list reached the maximum, or would exceed it with the next page. */
function reachesMaximum({ variant, rules }: PaginatorSetup, { before, page }: ReadPage, counts: PagingCounts): boolean {
  const end = Math.max(counts.items, variant.requested?.(before.at, page) ?? 0);
  return end >= rules.maxResults || end + fitSize(rules, counts) > rules.maxResults;
}

/** A page with the progress after it. */
interface ReadPage {
  readonly before: PagingProgress;
  readonly progress: PagingProgress;
  readonly page: PageFacts;
  readonly items: ItemMarks | undefined;
}

const createNextStep = (
  { keep }: PaginatorSetup,
  { before, page, items }: ReadPage,
  { view, progress }: { view: PageView; progress: PagingProgress },
): NextStep => {
  const contents = page.itemsSeen === 0 ? before.contents : addMark(before.contents, computeMark(page.fingerprint));
  const { previous: _previous, lastItems: _lastItems, ...rest } = progress;
  const kept = keep === undefined ? {} : { previous: keep(view) };
  return {
    kind: 'next',
    progress: { ...rest, ...kept, ...(items === undefined ? {} : { lastItems: items }), contents },
  };
};

/** Returns the step of a repeated page, if it is one. */
async function checkRepeat(
  { variant, rules }: PaginatorSetup,
  { before, progress, page, items }: ReadPage,
): Promise<Step | undefined> {
  if (before.pages === 0) return undefined;
  // `contents` marks only pages with items, so that an empty page never counts as a repeated one.
  const isRepeat = hasPassed(before.contents, computeMark(page.fingerprint));
  if (isRepeat && rules.endsAtRepeatedPage) return createDoneStep(before, 'repeatedPage', { isRepeat: true });
  const isSame = isRepeat || (items?.contents !== undefined && items.contents === before.lastItems?.contents);
  if (!isSame) return undefined;
  return createStuckStep(progress, createRepeated(await variant.explain('content', before.at, page)));
}

/** Moves to the position that the variant proposes, unless that page was already requested. */
async function moveTo(setup: PaginatorSetup, read: ReadPage, next: NextPosition, view: PageView): Promise<Step> {
  const { variant, rules } = setup;
  const { progress, page } = read;
  if (next.kind === 'none') return createDoneStep(progress, 'nextAbsent');
  if (next.kind === 'invalid') return createStuckStep(progress, next);
  const mark = markPosition(next.at);
  if (!rules.stableToken && hasPassed(progress.positions, mark)) {
    const cause = await variant.explain('token', progress.at, page);
    const isEnd = rules.endsAtRepeatedToken && mark === markPosition(progress.at);
    // A full page of ties hides the items after it.
    const isFull = cause === 'ties' && page.itemsSeen >= (variant.size ?? 0);
    return isEnd && !isFull
      ? createDoneStep(progress, 'repeatedToken')
      : createStuckStep(progress, createRepeated(cause));
  }
  if (progress.pages >= rules.maxPages) return createDoneStep(progress, 'maxPages', { truncated: true });
  if (progress.empties >= MAX_EMPTY_PAGES) {
    // The total includes records that the account cannot see: the difference is reported.
    if (progress.announced !== undefined && variant.isCounted) return createDoneStep(progress, 'emptyPages');
    return createStuckStep(progress, { code: 'PAGES_EMPTY', details: { count: progress.empties } });
  }
  const digits = findWideDigits(next.at);
  const numbers = digits.length === 0 ? [] : await (page.findNumbers?.(digits) ?? []);
  const { numbers: _numbers, ...rest } = progress;
  const moved = {
    ...rest,
    at: next.at,
    ...(numbers.length === 0 ? {} : { numbers }),
    positions: addMark(progress.positions, mark),
  };
  return createNextStep(setup, read, { view, progress: moved });
}

/** Starts the next list after one that reached the maximum of results. */
async function continueList(setup: PaginatorSetup, read: ReadPage, view: PageView): Promise<Step> {
  const { continueAfter, rules, variant } = setup;
  const { progress, page } = read;
  const capped = createDoneStep(progress, 'maxResults', { capped: rules.maxResults });
  const after = (page.lastItem === undefined ? undefined : await continueAfter?.(page)) as Json | undefined;
  if (after === undefined || after === null) return capped;
  // More items share one value than the vendor returns: the next list would be the same.
  if (progress.list && stableStringify(progress.list.after) === stableStringify(after)) return capped;
  if (progress.pages >= rules.maxPages) return createDoneStep(progress, 'maxPages', { truncated: true });
  const { numbers: _numbers, ...rest } = progress;
  const digits = findWideDigits(after);
  const numbers = digits.length === 0 ? [] : await (page.findNumbers?.(digits) ?? []);
  const { at, positions } = createFirstProgress(variant.first);
  const list = { after, numbers, pages: progress.pages, items: progress.items };
  const moved = { ...rest, at, positions, list, empties: 0 };
  const next = createNextStep(setup, read, { view, progress: moved });
  // The next list may begin with the last page again, if the vendor includes the items with this value.
  const { lastItems: _lastItems, ...kept } = next.progress;
  return { kind: 'next', progress: { ...kept, contents: EMPTY_TRAIL } };
}

/** Adds the rules of a maximum of results to a step. */
async function limitResults(
  setup: PaginatorSetup,
  read: ReadPage,
  { step, counts, total, view }: { step: Step; counts: PagingCounts; total: Total | undefined; view: PageView },
): Promise<Step> {
  const { rules, continueAfter } = setup;
  const { maxResults } = rules;
  if (step.kind === 'stuck' || step.kind === 'narrow' || (step.kind === 'done' && step.truncated)) return step;
  const announced = total?.count ?? 0;
  const isCut = counts.items >= maxResults || announced >= maxResults;
  const isAtMaximum = step.kind === 'done' ? isCut : reachesMaximum(setup, read, counts);
  if (isAtMaximum && total && !total.isLowerBound && counts.items >= announced)
    return createDoneStep(read.progress, 'totalRecords');
  if (isAtMaximum && continueAfter) return continueList(setup, read, view);
  const limited = isAtMaximum ? createDoneStep(read.progress, 'maxResults', { capped: maxResults }) : step;
  // Pages that exceed the maximum are not requested.
  const reachable = maxResults - (maxResults % (fitSize(rules, counts) || 1));
  const isTooLong = isAtMaximum || announced >= maxResults || announced > reachable;
  return rules.canNarrow && isTooLong ? { kind: 'narrow', otherwise: limited } : limited;
}

/** Creates a paginator with the rules that apply to all variants: limit pages, detect loops, track announced totals. */
export const createPaginator = (setup: PaginatorSetup): CompiledPaginator => {
  const { variant, checkStops, rules } = setup;
  const { maxPages, holdsPages, maxResults } = rules;
  const advance: CompiledPaginator['advance'] = async (before, facts) => {
    const view = buildPageView(variant, before, facts);
    const page = bindView(facts, view);
    const items = markItems(setup, before, page);
    const read: ReadPage = { before, page, items, progress: countPage(before, page) };
    const repeat = await checkRepeat(setup, read);
    if (repeat) return repeat;
    const counts = countPages(variant, read.progress, page);
    const { end, announced: total } = await checkStops(counts, page);
    const counted = total === undefined ? read : { ...read, progress: applyTotal(read.progress, total) };
    const step = end
      ? createDoneStep(counted.progress, end)
      : await moveTo(setup, counted, await variant.next(before.at, page), view);
    return Number.isFinite(maxResults) ? limitResults(setup, counted, { step, counts, total, view }) : step;
  };
  return {
    maxPages,
    holdsPages,
    first: () => createFirstProgress(variant.first),
    patch: ({ at, numbers = [], list }) => {
      const digits = [...numbers, ...(list?.numbers ?? [])];
      return { ...variant.patch(at), ...(digits.length === 0 ? {} : { numbers: digits }) };
    },
    scope: (progress) => buildPageScope(variant, progress),
    advance,
    end: (progress) => {
      const items = progress.items - (progress.list?.items ?? 0);
      return createDoneStep(progress, 'errorRule', items >= maxResults ? { capped: maxResults } : {});
    },
  };
};
