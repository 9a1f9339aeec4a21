import { buildParameter, buildPatch } from './page-parameters.ts';
import type { Variant } from './paginator.ts';
import type { RepeatCause } from './repeats.ts';
import type { PageNumberPaginator } from './spec.ts';

/** Returns why a numbered page repeats an earlier one: vendors that ignore the number repeat the first page at once. */
export const explainRepeatedPage = (isLater: boolean): RepeatCause => (isLater ? 'clamped' : 'ignored');

/** Page numbers from `firstPage`. The position is the page number. */
export const createPageNumberVariant = (spec: PageNumberPaginator): Variant => {
  const { firstPage = 0 } = spec;
  return {
    first: firstPage,
    size: spec.size,
    isCounted: true,
    patch: (at) =>
      buildPatch(spec.into, {
        ...buildParameter(spec.pageParam, Number(at)),
        ...buildParameter(spec.sizeParam, spec.size),
      }),
    next: (at) => ({ kind: 'at', at: Number(at) + 1 }),
    explain: (_repeated, at) => explainRepeatedPage(Number(at) > firstPage + 1),
  };
};
