/** Applies `work` to each value, `limit` at a time; the results stand in the order of the values. The first error ends it. */
export async function mapConcurrently<T, R>(
  limit: number,
  values: readonly T[],
  work: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(values.length);
  const waiting = values.entries();
  const worker = async () => {
    for (const [index, value] of waiting) results[index] = await work(value);
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  return results;
}
