/** Ticks of an axis beside 0. */
const MOST_TICKS = 4;

const STEPS = [1, 2, 5, 10] as const;

/** Returns round numbers from 0 to at least `most`: at most five, with equal distances. */
export function listTicks(most: number): readonly number[] {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, most / MOST_TICKS)));
  const step = STEPS.map((factor) => factor * scale).find((size) => size * MOST_TICKS >= most) ?? 10 * scale;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, at) => at * step);
}
