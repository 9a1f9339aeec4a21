/** Reason why a page repeats an earlier one. */
export type RepeatCause = 'token' | 'content' | 'ties' | 'ignored' | 'clamped';

interface RepeatTexts {
  /** Completes `"<stream>" …`. */
  readonly problem: string;
  readonly fix: string;
}

/** Texts of PAGE_REPEATED by cause. */
const REPEATS: { readonly [C in RepeatCause]: RepeatTexts } = {
  token: {
    problem: 'returned a page token that was already requested',
    fix: 'Correct the paginator\'s "cursor" so that it selects the token of the next page. If the vendor repeats the token on the last page, add "repeatedToken" to "stop"; if it uses one token for all pages (scroll), set "stableToken".',
  },
  content: {
    problem: 'returned the same content for two different page tokens',
    fix: 'Check that the vendor reads the token: the name in "cursorParam", and the part of the request in "into". If the vendor repeats the last page, add "repeatedPage" to "stop".',
  },
  ties: {
    problem: 'has more items with the same cursor value than fit on a page',
    fix: 'Sort by a unique field and use it as the cursor, add a second field to the cursor as a tie-breaker, or raise the page size.',
  },
  ignored: {
    problem: 'returned its first page again for the second position',
    fix: 'Check that the vendor reads the position: the name of the parameter, and the part of the request in "into". If the vendor repeats the last page, add "repeatedPage" to "stop".',
  },
  clamped: {
    problem: 'returned the content of an earlier page for the next position',
    fix: 'If the vendor repeats its last page for positions after the end, add "repeatedPage" to "stop", or a total.',
  },
};

/** Creates the reason PAGE_REPEATED for a cause. */
export const createRepeated = (cause: RepeatCause) =>
  ({ code: 'PAGE_REPEATED', details: { cause, ...REPEATS[cause] } }) as const;
