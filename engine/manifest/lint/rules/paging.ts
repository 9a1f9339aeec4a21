import type { Paginator } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { listPaginators } from '../stream-paging.ts';
import { PAGE_POSITION_RULES } from './page-position.ts';
import { RESULT_RULES } from './results.ts';

const EXPRESSION_STOPS = ['totalPages', 'totalRecords', 'hasMore'] as const;

function* findMissingExpressions(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    if (paginator.type === 'none') continue;
    for (const condition of EXPRESSION_STOPS) {
      if (!paginator.stop?.includes(condition) || paginator[condition] !== undefined) continue;
      yield {
        path: path + pointerTo('stop'),
        message: `"stop" contains ${condition}, but the paginator has no "${condition}" expression`,
        fix: `Add "${condition}" as an expression on the page, or remove it from "stop".`,
      };
    }
  }
}

const pageSize = (paginator: Paginator): unknown =>
  'limit' in paginator ? paginator.limit : 'size' in paginator ? paginator.size : undefined;

type Paged = Exclude<Paginator, { type: 'none' }>;
type Condition = NonNullable<Paged['stop']>[number];

const isBounded = ({ totalRecords, totalIsLowerBound }: Paged): boolean =>
  totalRecords !== undefined && totalIsLowerBound?.trim() !== 'true';

/** Tests by condition: it can become true, even if the vendor always returns a position. */
const CAN_STOP: { readonly [C in Condition]: (paginator: Paged) => boolean } = {
  totalPages: ({ totalPages }) => totalPages !== undefined,
  totalRecords: isBounded,
  hasMore: ({ hasMore }) => hasMore !== undefined,
  nextAbsent: () => false,
  emptyPage: () => true,
  shortPage: (paginator) => pageSize(paginator) !== undefined,
  repeatedPage: () => true,
  repeatedToken: () => false,
};

/** Returns true for a paginator that always has a next position. */
const isEndless = (paginator: Paged): boolean =>
  paginator.type === 'pageNumber' ||
  paginator.type === 'offset' ||
  (paginator.type === 'cursor' && paginator.stableToken === true);

function* findEndlessPaging(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    if (paginator.type === 'none' || !isEndless(paginator)) continue;
    if (paginator.stop?.some((condition) => CAN_STOP[condition](paginator))) continue;
    yield {
      path: path + pointerTo(paginator.stop ? 'stop' : 'stableToken'),
      message: 'none of the stop conditions can become true',
      fix: 'Add "emptyPage" to "stop", or a total and the expression that reads it.',
    };
  }
}

/** Returns the stop condition that needs the size of a full page. A full page of ties must not count as the end. */
const findSizedStop = (paginator: Paged): Condition | undefined => {
  const isByItem = paginator.type === 'cursor' && paginator.from === 'lastItem';
  return paginator.stop?.find((one) => one === 'shortPage' || (one === 'repeatedToken' && isByItem));
};

function* findMissingPageSizes(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    const condition = paginator.type === 'none' ? undefined : findSizedStop(paginator);
    if (condition === undefined || pageSize(paginator) !== undefined) continue;
    yield {
      path: path + pointerTo('stop'),
      message: `"stop" contains ${condition}, but the paginator has no page size`,
      fix: `Set "size" or "limit", or remove ${condition} from "stop".`,
    };
  }
}

export const PAGING_RULES = {
  'paging/never-stops': { sentence: 'Every paginator can stop.', severity: 'error', check: findEndlessPaging },
  'paging/expression-missing': {
    sentence: 'Every stop condition has the expression that reads its value.',
    severity: 'error',
    check: findMissingExpressions,
  },
  'paging/size-missing': {
    sentence: 'A paginator that stops at a short page has a page size.',
    severity: 'error',
    check: findMissingPageSizes,
  },
  ...PAGE_POSITION_RULES,
  ...RESULT_RULES,
} as const satisfies Record<string, Rule>;
