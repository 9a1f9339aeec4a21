import { buildParameter, buildPatch } from './page-parameters.ts';
import type { Variant } from './paginator.ts';
import type { PageNumberPaginator } from './spec.ts';

/** Page numbers from `firstPage`. The position is the page number. */
export const createPageNumberVariant = (spec: PageNumberPaginator): Variant => ({
  first: spec.firstPage ?? 0,
  size: spec.size,
  patch: (at) => buildPatch(spec.into, { [spec.pageParam]: Number(at), ...buildParameter(spec.sizeParam, spec.size) }),
  next: (at) => ({ kind: 'at', at: Number(at) + 1 }),
});
