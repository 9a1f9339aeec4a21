import type { Paginator } from '../../types.generated.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';

function paginatorsOf({ manifest }: LintContext): [Paginator, string][] {
  const own = Object.entries(manifest.streams).flatMap(([name, { paginator }]): [Paginator, string][] =>
    paginator ? [[paginator, at('streams', name, 'paginator')]] : [],
  );
  const shared = manifest.defaults?.paginator;
  return [...(shared ? [[shared, at('defaults', 'paginator')] as [Paginator, string]] : []), ...own];
}

const needs = ['totalPages', 'totalRecords', 'hasMore'] as const;

function* missingExpression(context: LintContext): Iterable<Found> {
  for (const [paginator, path] of paginatorsOf(context)) {
    if (paginator.type === 'none') continue;
    for (const condition of needs) {
      if (!paginator.stop?.includes(condition) || paginator[condition] !== undefined) continue;
      yield {
        path: path + at('stop'),
        message: `it stops by ${condition}, but does not say where the page holds it`,
        fix: `Give "${condition}" as an expression on the page, or leave it out of "stop".`,
      };
    }
  }
}

const sizeOf = (paginator: Paginator): unknown =>
  'limit' in paginator ? paginator.limit : 'size' in paginator ? paginator.size : undefined;

function* neverStops(context: LintContext): Iterable<Found> {
  for (const [paginator, path] of paginatorsOf(context)) {
    if (paginator.type !== 'pageNumber' && paginator.type !== 'offset') continue;
    const works = paginator.stop.filter((condition) => {
      if (condition === 'nextAbsent') return false;
      if (condition === 'shortPage') return sizeOf(paginator) !== undefined;
      return condition === 'emptyPage' || paginator[condition] !== undefined;
    });
    if (works.length > 0) continue;
    yield {
      path: path + at('stop'),
      message: 'none of its stop conditions can ever be true',
      fix: 'Add "emptyPage", or a total with the expression that reads it.',
    };
  }
}

function* shortPageSize(context: LintContext): Iterable<Found> {
  for (const [paginator, path] of paginatorsOf(context)) {
    if (paginator.type === 'none' || !paginator.stop?.includes('shortPage') || sizeOf(paginator) !== undefined)
      continue;
    yield {
      path: path + at('stop'),
      message: 'it stops at a short page, but does not say how long a full one is',
      fix: 'Give "size", or leave shortPage out of "stop".',
    };
  }
}

export const PAGING_RULES = {
  'paging/never-stops': { sentence: 'A paginator can stop.', severity: 'error', check: neverStops },
  'paging/expression-missing': {
    sentence: 'A stop condition says where the page holds its value.',
    severity: 'error',
    check: missingExpression,
  },
  'paging/size-missing': {
    sentence: 'A paginator that stops at a short page knows the size of a full one.',
    severity: 'error',
    check: shortPageSize,
  },
} as const satisfies Record<string, Rule>;
