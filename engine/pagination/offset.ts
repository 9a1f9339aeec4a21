import type { OffsetPaginator } from '../manifest/types.generated.ts';
import type { Variant } from './paginator.ts';
import { parameter, place } from './place.ts';

/**
 * An offset with a limit, or a half-open window; the position is the offset. It moves by what came, since a vendor
 * that caps pages below `limit` would otherwise lose what lies between; past an empty page it moves by the limit.
 */
export const offset = (spec: OffsetPaginator): Variant => ({
  first: spec.firstOffset ?? 0,
  size: spec.limit,
  patch: (at) =>
    place(spec.into, {
      [spec.offsetParam]: Number(at),
      ...parameter(spec.limitParam, spec.limit),
      ...parameter(spec.toParam, Number(at) + spec.limit),
    }),
  next: (at, { itemsSeen }) => ({ kind: 'at', at: Number(at) + (itemsSeen || spec.limit) }),
});
