import type { Paginator } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

function listPaginators({ manifest }: LintContext): [Paginator, string][] {
  const own = Object.entries(manifest.streams).flatMap(([name, { paginator }]): [Paginator, string][] =>
    paginator ? [[paginator, pointerTo('streams', name, 'paginator')]] : [],
  );
  const shared = manifest.defaults?.paginator;
  return [...(shared ? [[shared, pointerTo('defaults', 'paginator')] as [Paginator, string]] : []), ...own];
}

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

function* findEndlessPaging(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    if (paginator.type !== 'pageNumber' && paginator.type !== 'offset') continue;
    const works = paginator.stop.filter((condition) => {
      if (condition === 'nextAbsent') return false;
      if (condition === 'shortPage') return pageSize(paginator) !== undefined;
      return condition === 'emptyPage' || paginator[condition] !== undefined;
    });
    if (works.length > 0) continue;
    yield {
      path: path + pointerTo('stop'),
      message: 'none of the stop conditions can become true',
      fix: 'Add "emptyPage", or a total and the expression that reads it.',
    };
  }
}

function* findMissingPageSizes(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    if (paginator.type === 'none' || !paginator.stop?.includes('shortPage') || pageSize(paginator) !== undefined)
      continue;
    yield {
      path: path + pointerTo('stop'),
      message: '"stop" contains shortPage, but the paginator has no page size',
      fix: 'Set "size" or "limit", or remove shortPage from "stop".',
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
} as const satisfies Record<string, Rule>;
