const NANOS_PER_MILLI = 1_000_000n;

/** Epoch nanoseconds. The finest unit that vendors send; a number holds no more than microseconds exactly. */
export type Nanos = bigint;

/** Converts epoch milliseconds to nanoseconds; both must be whole. */
export const toNanos = (millis: number): Nanos => BigInt(millis) * NANOS_PER_MILLI;

/** Converts nanoseconds to milliseconds, rounding down. */
export const toMillis = (nanos: Nanos): number => {
  const millis = nanos / NANOS_PER_MILLI;
  return Number(nanos < 0n && millis * NANOS_PER_MILLI !== nanos ? millis - 1n : millis);
};

/** Returns the nanoseconds after the last whole second, from 0 to 999,999,999. */
export const getSubsecond = (nanos: Nanos): number =>
  Number(((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);

// Range of a Date, in both directions.
const FURTHEST = toNanos(8.64e15);

/** Returns true if a Date can represent the time. */
export const isInRange = (nanos: Nanos): boolean => nanos <= FURTHEST && nanos >= -FURTHEST;

/** Formats RFC 3339 in UTC with milliseconds, and with micro- or nanoseconds if the time has them. */
export function formatNanos(nanos: Nanos): string {
  const digits = String(getSubsecond(nanos)).padStart(9, '0');
  const length = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `${new Date(toMillis(nanos)).toISOString().slice(0, -4)}${digits.slice(0, length)}Z`;
}
