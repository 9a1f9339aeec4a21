import { countFacets, type Entity, type KnownValues, type Platform } from '../../engine/index.ts';

/** For completion, values need not be of this moment. */
const FRESH_MS = 30_000;

type Values = ReadonlyMap<string, readonly string[]>;

/** The values that the facets' fields have in the inventory, counted anew now and then. */
export function createKnownValues({ store, clock }: Platform): () => Promise<KnownValues> {
  let counted: { readonly at: number; readonly values: Promise<Values> } | undefined;
  const count = async (): Promise<Values> => {
    const values = new Map<string, readonly string[]>();
    for (const about of ['asset', 'finding'] as const)
      for (const { entity, field, values: found } of (await countFacets(store, about, { now: clock.now() })).facets)
        values.set(`${entity} ${field}`, [
          ...new Set([...(values.get(`${entity} ${field}`) ?? []), ...found.map(({ value }) => String(value))]),
        ]);
    return values;
  };
  return async () => {
    const now = clock.now();
    if (!counted || now - counted.at > FRESH_MS) counted = { at: now, values: count() };
    const values = await counted.values.catch((error: unknown) => {
      counted = undefined;
      throw error;
    });
    return (entity: Entity, field: string) => values.get(`${entity} ${field}`) ?? [];
  };
}
