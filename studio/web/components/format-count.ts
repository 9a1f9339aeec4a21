const numbers = new Intl.NumberFormat('en');

/** Formats a number with group separators: `12,000`. */
export const formatNumber = (value: number): string => numbers.format(value);

/** Formats a count with its noun: `1 item`, `2,000 items`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
