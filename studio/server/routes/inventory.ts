import type { FastifyInstance } from 'fastify';
import {
  countFacets,
  countFindingsByWeek,
  type Entity,
  engineError,
  type Facets,
  hasValue,
  isEngineError,
  type ListQuery,
  listAssets,
  listFindings,
  parseQuery,
  printQuery,
  type Query,
  readAssetDetail,
  readConnection,
  readFindingDetail,
  toggleValue,
} from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, DIGITS, describeQuery, describeResponses, parseLimit } from './responses.ts';

interface List {
  readonly Querystring: {
    readonly q?: string;
    readonly sort?: string;
    readonly after?: string;
    readonly limit?: string;
  };
}

interface Count {
  readonly Querystring: { readonly entity: Entity; readonly q?: string; readonly fields?: string };
}

interface Weeks {
  readonly Querystring: { readonly q?: string; readonly weeks?: string };
}

const MAX_ITEMS = 200;
const MAX_WEEKS = 104;

/** Schema of a query string parameter that contains a query. */
export const Q = { type: 'string', maxLength: 10_000 };
const TEXT = { type: 'string', maxLength: 1_000 };
const LIST_QUERY = describeQuery({ q: Q, sort: TEXT, after: TEXT, limit: DIGITS });

/** Parses the parameters of a list. Throws QUERY_SYNTAX and the other errors of `parseQuery`. */
function parseListQuery(entity: Entity, { q = '', limit, sort, after }: List['Querystring'], now: number): ListQuery {
  return {
    query: parseQuery(q, entity),
    now,
    ...parseLimit(limit, MAX_ITEMS),
    ...(sort ? { sort } : {}),
    ...(after ? { after } : {}),
  };
}

const parseId = (entity: Entity, id: string): number => {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw engineError('STUDIO_RECORD_UNKNOWN', { entity, id });
};

/** Adds to each value whether the query selects it, and the query after toggling it. */
const addToggledQueries = ({ total, facets }: Facets, query: Query, about: Entity) => ({
  total,
  facets: facets.map(({ values, ...facet }) => ({
    ...facet,
    values: values.map(({ value, count }) => ({
      value,
      count,
      chosen: hasValue(query, facet.entity, facet.field, value),
      q: printQuery(toggleValue(query, facet.entity, facet.field, value), about),
    })),
  })),
});

function addListRoutes(app: FastifyInstance, { parts: { platform }, demo }: Studio): void {
  const { store, clock } = platform;
  for (const [path, entity, list] of [
    ['assets', 'asset', listAssets],
    ['findings', 'finding', listFindings],
  ] as const)
    app.get<List>(
      `/api/${path}`,
      {
        schema: {
          summary: `Lists the ${path} that match a query, by page`,
          querystring: LIST_QUERY,
          response: describeResponses(entity === 'asset' ? 'AssetsResponse' : 'FindingsResponse'),
        },
      },
      async ({ query }) => {
        const { items, next = null } = await list(store, parseListQuery(entity, query, clock.now()));
        return { demo, items, next };
      },
    );
}

function addDetailRoutes(app: FastifyInstance, { parts: { platform }, connectors }: Studio): void {
  const { store } = platform;
  /** Returns the connector of a record; null when its connection was deleted. */
  const connectorOf = async (connectionId: string) => {
    try {
      const { connector } = await readConnection(store.db, connectionId);
      return (await connectors.names())(connector).connector;
    } catch (error) {
      if (isEngineError(error, 'CONNECTION_UNKNOWN')) return null;
      throw error;
    }
  };
  for (const [path, entity, detail] of [
    ['assets', 'asset', readAssetDetail],
    ['findings', 'finding', readFindingDetail],
  ] as const)
    app.get<ById>(
      `/api/${path}/:id`,
      {
        schema: {
          summary: `Returns one ${entity} with its details`,
          response: describeResponses(entity === 'asset' ? 'AssetResponse' : 'FindingResponse'),
        },
      },
      async ({ params }) => {
        const record = await detail(store, parseId(entity, params.id));
        if (!record) throw engineError('STUDIO_RECORD_UNKNOWN', { entity, id: params.id });
        return { ...record, connector: await connectorOf(record.item.connectionId) };
      },
    );
}

function addCountRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const { store, clock } = platform;
  app.get<Count>(
    '/api/facets',
    {
      schema: {
        summary: 'Counts the records that match a query by the values of each field',
        querystring: {
          ...describeQuery({ entity: { enum: ['asset', 'finding'] }, q: Q, fields: TEXT }),
          required: ['entity'],
        },
        response: describeResponses('FacetsResponse'),
      },
    },
    async ({ query: { entity, q = '', fields } }) => {
      const query = parseQuery(q, entity);
      const only = fields === undefined ? {} : { fields: fields.split(',') };
      return addToggledQueries(await countFacets(store, entity, { query, now: clock.now(), ...only }), query, entity);
    },
  );

  app.get<Weeks>(
    '/api/findings/weeks',
    {
      schema: {
        summary: 'Counts findings by week and severity',
        querystring: describeQuery({ q: Q, weeks: DIGITS }),
        response: describeResponses('WeeksResponse'),
      },
    },
    async ({ query: { q = '', weeks } }) => {
      const { limit } = parseLimit(weeks, MAX_WEEKS);
      const options = { query: parseQuery(q, 'finding'), now: clock.now() };
      return countFindingsByWeek(store, { ...options, ...(limit === undefined ? {} : { weeks: limit }) });
    },
  );
}

/** Adds the routes of assets and findings: lists, details, facets and the chart. */
export function addInventoryRoutes(app: FastifyInstance, studio: Studio): void {
  addListRoutes(app, studio);
  addDetailRoutes(app, studio);
  addCountRoutes(app, studio);
}
