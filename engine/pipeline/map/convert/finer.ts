/** Adds the digits below the millisecond, as micro- or nanoseconds if there are any, to a time that ends with them. */
export function addDigits(time: string, digits: string): string {
  const finer = digits.slice(0, 6).padEnd(6, '0').replace(/0{3}$/, '');
  return /[1-9]/.test(finer) ? `${time.slice(0, -1)}${finer}Z` : time;
}

/** Adds the parts of epoch nanoseconds below the millisecond to their time. */
export function formatFiner(time: string, nanos = 0n): string {
  const finer = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return addDigits(time, String(finer).padStart(6, '0'));
}
