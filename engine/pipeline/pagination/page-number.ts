import { buildParameter, buildPatch } from './page-parameters.ts';
import type { Variant } from './paginator.ts';
import type { PageNumberPaginator } from './spec.ts';

/** Pages counted from `firstPage`; the position is the number of the page. */
export const pageNumberVariant = (spec: PageNumberPaginator): Variant => ({
  first: spec.firstPage ?? 0,
  size: spec.size,
  patch: (at) => buildPatch(spec.into, { [spec.pageParam]: Number(at), ...buildParameter(spec.sizeParam, spec.size) }),
  next: (at) => ({ kind: 'at', at: Number(at) + 1 }),
});
