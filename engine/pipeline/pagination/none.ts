import type { Variant } from './paginator.ts';

/** One page and no more. */
export const noneVariant = (): Variant => ({
  first: null,
  size: undefined,
  patch: () => ({}),
  next: () => ({ kind: 'none' }),
});
