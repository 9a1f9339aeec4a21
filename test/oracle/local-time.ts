const HOUR = 3_600_000;

/** Converts local `YYYY-MM-DD HH:MM:SS.sss` to UTC: the first of two occurrences; skipped times use the offset before. */
export const localTime = (zone: string): ((text: string | null | undefined) => string | undefined) => {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Map<string, number>();
  const shownAt = (instant: number): number => Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`);
  const offsetAt = (instant: number): number => shownAt(instant) - Math.floor(instant / 1000) * 1000;

  const offsetOf = (local: number): number => {
    const [before, after] = [offsetAt(local - 24 * HOUR), offsetAt(local + 24 * HOUR)];
    if (before === after || offsetAt(local - before) === before) return before;
    return offsetAt(local - after) === after ? after : before;
  };

  return (text) => {
    if (!text) return undefined;
    const local = Date.parse(`${text.replace(' ', 'T')}Z`);
    const hour = text.slice(0, 13);
    const offset = offsets.get(hour) ?? offsetOf(local);
    offsets.set(hour, offset);
    return new Date(local - offset).toISOString();
  };
};
