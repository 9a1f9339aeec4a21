import type { Variant } from './paginator.ts';

/** No pagination: a single page. */
export const createNoneVariant = (): Variant => ({
  first: null,
  size: undefined,
  patch: () => ({}),
  next: () => ({ kind: 'none' }),
  explain: (repeated) => repeated,
});
