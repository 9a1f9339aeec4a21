import { buildParameter, buildPatch } from './page-parameters.ts';
import type { PageFacts, Position, Variant } from './paginator.ts';
import type { OffsetPaginator } from './spec.ts';

/**
 * An offset with a limit, or a half-open window; the position is the offset. It moves by what came, by the limit at
 * most: a vendor that caps pages below `limit` would lose what lies between, were it to move by the limit; a selector
 * that finds several items in one record would, were it to move by all of them.
 */
export const offsetVariant = (spec: OffsetPaginator): Variant => {
  const { firstOffset = 0, limit } = spec;
  const after = (at: Position, { itemsSeen }: PageFacts): number => Number(at) + Math.min(itemsSeen || limit, limit);
  return {
    first: firstOffset,
    size: limit,
    patch: (at) =>
      buildPatch(spec.into, {
        [spec.offsetParam]: Number(at),
        ...buildParameter(spec.limitParam, limit),
        ...buildParameter(spec.toParam, Number(at) + limit),
      }),
    next: (at, page) => ({ kind: 'at', at: after(at, page) }),
    asked: (at, page) => after(at, page) - firstOffset,
  };
};
