/** Returns the smallest single replacement that turns `before` into `next`, so that the caret keeps its position. */
export function diffText(before: string, next: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, next.length);
  let from = 0;
  while (from < shorter && before[from] === next[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === next[next.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: next.slice(from, next.length - end) };
}
