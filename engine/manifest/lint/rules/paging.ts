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
        message: `it stops by ${condition}, but does not say where the page holds it`,
        fix: `Give "${condition}" as an expression on the page, or leave it out of "stop".`,
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
      message: 'none of its stop conditions can ever be true',
      fix: 'Add "emptyPage", or a total with the expression that reads it.',
    };
  }
}

function* findMissingPageSizes(context: LintContext): Iterable<Violation> {
  for (const [paginator, path] of listPaginators(context)) {
    if (paginator.type === 'none' || !paginator.stop?.includes('shortPage') || pageSize(paginator) !== undefined)
      continue;
    yield {
      path: path + pointerTo('stop'),
      message: 'it stops at a short page, but does not say how long a full one is',
      fix: 'Give "size", or leave shortPage out of "stop".',
    };
  }
}

export const PAGING_RULES = {
  'paging/never-stops': { sentence: 'A paginator can stop.', severity: 'error', check: findEndlessPaging },
  'paging/expression-missing': {
    sentence: 'A stop condition says where the page holds its value.',
    severity: 'error',
    check: findMissingExpressions,
  },
  'paging/size-missing': {
    sentence: 'A paginator that stops at a short page knows the size of a full one.',
    severity: 'error',
    check: findMissingPageSizes,
  },
} as const satisfies Record<string, Rule>;
