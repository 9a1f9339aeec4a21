import { explainRepeatedPage } from './page-number.ts';
import { buildParameter, buildPatch } from './page-parameters.ts';
import type { PageFacts, Position, Variant } from './paginator.ts';
import type { OffsetPaginator } from './spec.ts';

/**
 * Offset and limit, or a half-open range. The position is the offset. It advances by the items received, at most by the
 * limit: a vendor may cap pages below `limit`, and a selector may find several items in one record. Both would skip
 * records otherwise.
 */
export const createOffsetVariant = (spec: OffsetPaginator): Variant => {
  const { firstOffset = 0, limit } = spec;
  const after = (at: Position, { itemsSeen }: PageFacts): number => Number(at) + Math.min(itemsSeen || limit, limit);
  return {
    first: firstOffset,
    size: limit,
    isCounted: true,
    patch: (at) =>
      buildPatch(spec.into, {
        ...buildParameter(spec.offsetParam, Number(at)),
        ...buildParameter(spec.limitParam, limit),
        ...buildParameter(spec.toParam, Number(at) + limit),
      }),
    next: (at, page) => ({ kind: 'at', at: after(at, page) }),
    requested: (at, page) => after(at, page) - firstOffset,
    explain: (_repeated, at) => explainRepeatedPage(Number(at) > limit + firstOffset),
  };
};
