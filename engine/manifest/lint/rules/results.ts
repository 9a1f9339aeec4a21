import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { listStreamPaging } from '../stream-paging.ts';

function* findUnusedContinuations(context: LintContext): Iterable<Violation> {
  for (const { paginator, path, reads } of listStreamPaging(context)) {
    if (paginator.continueBy === undefined) continue;
    if (paginator.maxResults === undefined)
      yield {
        path: path + pointerTo('continueBy'),
        message: '"continueBy" has no effect without "maxResults"',
        fix: 'Set "maxResults" to the number of items that the vendor returns for one list.',
      };
    else if (!reads.has('after') && !reads.has(''))
      yield {
        path: path + pointerTo('continueBy'),
        message: 'no request sends {{page.after}}',
        fix: 'Send it in the parameter or filter that skips the items up to this value.',
      };
  }
}

function* findUnreachableResults(context: LintContext): Iterable<Violation> {
  for (const { stream, paginator, path } of listStreamPaging(context)) {
    if (paginator.maxResults === undefined || paginator.continueBy !== undefined) continue;
    if (stream.window && !stream.job) continue;
    yield {
      path: path + pointerTo('maxResults'),
      message: `items after the first ${paginator.maxResults} of a list are not read`,
      fix: 'Set "continueBy" and send {{page.after}}, or read the stream in time windows ("window").',
    };
  }
}

export const RESULT_RULES = {
  'paging/continue-unused': {
    sentence: 'A list that continues after its maximum of results sends {{page.after}}.',
    severity: 'error',
    check: findUnusedContinuations,
  },
  'paging/results-unreachable': {
    sentence: 'A list with a maximum of results continues after it, or is read in time windows.',
    severity: 'warning',
    check: findUnreachableResults,
  },
} as const satisfies Record<string, Rule>;
