import type { Random } from './random.ts';

/** Names that payloads and expressions share, so that paths meet values; some of them have a meaning in JavaScript. */
export const NAMES = ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'id', 'x y', 'list', 'name'] as const;
export const HOSTILE = [
  ...['__proto__', 'constructor', 'then', 'length', 'toString', 'hasOwnProperty', 'sequence', 'keepSingleton', 'cons'],
  ...['type', 'value', 'next', 'arity', '0', 'valueOf', 'toJSON', 'map', 'undefined'],
] as const;

/** A name, now and then a hostile one. */
export const anyName = (random: Random): string => (random.chance(0.06) ? random.pick(HOSTILE) : random.pick(NAMES));

export const TEXTS = [
  '',
  'a',
  'b',
  'ab',
  'A b',
  'a,b',
  '12',
  '1.5',
  'x',
  '2024-01-02T03:04:05Z',
  'é',
  '😀',
  'aXbXc',
  'true',
] as const;
export const NUMBERS = [0, 1, 2, 3, -1, 1.5, 0.1, 10, 1e21, 123456789012, 0.30000000000000004, -0.5] as const;

const scalar = (random: Random): unknown => {
  const kind = random.below(10);
  if (kind < 4) return random.pick(TEXTS);
  if (kind < 8) return random.pick(NUMBERS);
  return random.pick([true, false, null]);
};

const list = (random: Random, depth: number): unknown[] => {
  const length = random.pick([0, 1, 1, 2, 2, 3, 4]);
  const uniform = random.below(5);
  if (uniform === 0) return Array.from({ length }, () => random.pick(NUMBERS));
  if (uniform === 1) return Array.from({ length }, () => random.pick(TEXTS));
  return Array.from({ length }, () => (uniform === 2 ? anyValue(random, depth - 1) : anyObject(random, depth - 1)));
};

const anyObject = (random: Random, depth: number): object => {
  const made: Record<string, unknown> = {};
  const members = random.pick([0, 1, 2, 3, 4, 5]);
  for (let at = 0; at < members; at += 1) {
    const value = anyValue(random, depth - 1);
    Object.defineProperty(made, anyName(random), { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
};

/** Any JSON value. */
export const anyValue = (random: Random, depth: number): unknown => {
  const kind = depth <= 0 ? 0 : random.below(10);
  if (kind < 4) return scalar(random);
  return kind < 7 ? list(random, depth) : anyObject(random, depth);
};

/** An input: mostly an object, as items are. */
export const anyInput = (random: Random): unknown => {
  const kind = random.below(20);
  if (kind === 0) return undefined;
  if (kind === 1) return anyValue(random, 3);
  return kind < 5 ? list(random, 3) : anyObject(random, 4);
};

/** The caller's variables. */
export const anyBindings = (random: Random): Record<string, unknown> => ({
  p: anyValue(random, 2),
  settings: anyObject(random, 3),
  ...(random.chance(0.02) ? { sum: random.pick([1, 'x']) } : {}),
});
