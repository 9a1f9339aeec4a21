import type { FastifyInstance } from 'fastify';
import {
  completeQuery,
  countFacets,
  type Entity,
  type KnownValues,
  type Platform,
  printQuery,
  readQuery,
} from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

interface Ask {
  readonly Body: { readonly entity: Entity; readonly text: string; readonly cursor?: number };
}

/** Completions may be this old. */
const CACHE_MS = 30_000;

/** Returns a cached reader of the values that facet fields have in the inventory. */
function createKnownValues({ store, clock }: Platform): () => Promise<KnownValues> {
  let cache: { readonly at: number; readonly values: Promise<ReadonlyMap<string, readonly string[]>> } | undefined;
  const readValues = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const byField = new Map<string, Set<string>>();
    for (const about of ['asset', 'finding'] as const)
      for (const { entity, field, values } of (await countFacets(store, about, { now: clock.now() })).facets) {
        const key = `${entity} ${field}`;
        byField.set(key, new Set([...(byField.get(key) ?? []), ...values.map(({ value }) => String(value))]));
      }
    return new Map([...byField].map(([key, values]) => [key, [...values]]));
  };
  return async () => {
    const now = clock.now();
    if (!cache || now - cache.at > CACHE_MS) cache = { at: now, values: readValues() };
    const values = await cache.values.catch((error: unknown) => {
      cache = undefined;
      throw error;
    });
    return (entity: Entity, field: string) => values.get(`${entity} ${field}`) ?? [];
  };
}

/** Adds the route that the query bar calls at each keystroke. */
export function addQueryRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const knownValues = createKnownValues(platform);
  app.post<Ask>(
    '/api/query',
    {
      schema: {
        summary: 'Validates a query and completes it at the cursor',
        body: refTo('QueryRequest'),
        response: describeResponses('QueryResponse'),
      },
    },
    async ({ body: { entity, text, cursor } }) => {
      const { query, issues } = readQuery(text, entity);
      const completions =
        cursor === undefined
          ? { from: 0, to: 0, options: [] }
          : completeQuery(text, Math.min(cursor, text.length), entity, await knownValues());
      return { issues, q: query ? printQuery(query, entity) : null, completions };
    },
  );
}
