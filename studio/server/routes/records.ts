import type { FastifyInstance } from 'fastify';
import { countEntities, listEntityRecords } from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { Q } from './inventory.ts';
import { DIGITS, describeQuery, describeResponses, parseLimit } from './responses.ts';

interface Entities {
  readonly Querystring: { readonly connection?: string };
}

interface Records {
  readonly Params: { readonly entity: string };
  readonly Querystring: {
    readonly connection?: string;
    readonly q?: string;
    readonly deleted?: 'true' | 'false';
    readonly after?: string;
    readonly limit?: string;
  };
}

const MAX_ITEMS = 200;
const TEXT = { type: 'string', maxLength: 1_000 };

/** Adds the routes of the records of entities other than assets and findings. */
export function addRecordRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const { store, clock } = platform;
  app.get<Entities>(
    '/api/entities',
    {
      schema: {
        summary: 'Counts the stored records of each entity other than assets and findings',
        querystring: describeQuery({ connection: TEXT }),
        response: describeResponses('EntitiesResponse'),
      },
    },
    async ({ query: { connection } }) => ({ entities: await countEntities(store, connection) }),
  );

  app.get<Records>(
    '/api/records/:entity',
    {
      schema: {
        summary: 'Lists the stored records of an entity that match a query, by page',
        querystring: describeQuery({
          ...{ connection: TEXT, q: Q, after: DIGITS, limit: DIGITS },
          deleted: { enum: ['true', 'false'] },
        }),
        response: describeResponses('RecordsResponse'),
      },
    },
    async ({ params: { entity }, query: { connection, q = '', deleted, after, limit } }) => {
      const { items, next = null } = await listEntityRecords(store, {
        ...{ entity, query: q, deleted: deleted === 'true', now: clock.now() },
        ...parseLimit(limit, MAX_ITEMS),
        ...(connection ? { connection } : {}),
        ...(after ? { after } : {}),
      });
      return { items, next };
    },
  );
}
