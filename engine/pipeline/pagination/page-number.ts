import type { Variant } from './paginator.ts';
import { parameter, place } from './place.ts';
import type { PageNumberPaginator } from './spec.ts';

/** Pages counted from `firstPage`; the position is the number of the page. */
export const pageNumber = (spec: PageNumberPaginator): Variant => ({
  first: spec.firstPage ?? 0,
  size: spec.size,
  patch: (at) => place(spec.into, { [spec.pageParam]: Number(at), ...parameter(spec.sizeParam, spec.size) }),
  next: (at) => ({ kind: 'at', at: Number(at) + 1 }),
});
