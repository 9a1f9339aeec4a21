import type { FastifyInstance } from 'fastify';
import {
  cancelRun,
  closeAbsentOfRun,
  isAbsentWarning,
  isEngineError,
  listRejects,
  listRequests,
  listRuns,
  type Manifest,
  type RunDetail,
  readConnection,
  readRun,
  readRunRow,
  retryRejects,
  retryRun,
} from '../../../engine/index.ts';
import { toApiRun } from '../api-shapes.ts';
import type { Studio } from '../studio.ts';
import { type ById, DIGITS, describeQuery, describeResponses, parseLimit } from './responses.ts';

interface List {
  readonly Querystring: { readonly connection?: string; readonly before?: string; readonly limit?: string };
}

interface Paged extends ById {
  readonly Querystring: { readonly after?: string; readonly limit?: string };
}

const RUNS = 50;
const ROWS = 200;
const MAX_ROWS = 500;
const PAGE_QUERY = describeQuery({ after: DIGITS, limit: DIGITS });

/** Returns the connection of a run; undefined when it was deleted. */
async function findConnection({ parts: { platform } }: Studio, id: string) {
  try {
    return await readConnection(platform.store.db, id);
  } catch (error) {
    if (isEngineError(error, 'CONNECTION_UNKNOWN')) return undefined;
    throw error;
  }
}

function listAllowedActions({ id, state, report }: RunDetail, lastRunId: string | null | undefined) {
  const { asset, finding } = report.entities;
  const isLast = lastRunId === id;
  return {
    cancel: state === 'PLANNED' || state === 'PROCESSING',
    retry: isLast && (state === 'ERRORED' || state === 'CANCELLED'),
    remap: state === 'PROCESSED' && asset.rejected + finding.rejected > 0,
    closeAbsent: isLast && report.warnings.some(isAbsentWarning),
  };
}

async function buildResponse(studio: Studio, ref: string) {
  const { parts, connectors, demo } = studio;
  const { store, clock } = parts.platform;
  const run = await readRun(store.db, ref, clock.now());
  const connection = await findConnection(studio, run.connectionId);
  const nameOf = await connectors.names();
  const connector = connection ? nameOf(connection.connector).connector : null;
  return { demo, run, connector, may: listAllowedActions(run, connection?.lastRunId) };
}

/** Returns `after` of the next page; null on the last page. */
const nextPageAfter = (rows: readonly { readonly id: number }[], limit: number) =>
  rows.length === limit ? (rows.at(-1)?.id ?? null) : null;

const parsePage = ({ after, limit }: Paged['Querystring']) => ({
  limit: ROWS,
  ...parseLimit(limit, MAX_ROWS),
  ...(after === undefined ? {} : { after: Number(after) }),
});

const findMap = (manifest: Manifest | undefined, { entity, stream }: { entity: string; stream: string }) =>
  Object.entries(manifest?.maps ?? {}).find(([, { to, from }]) => to === entity && from === stream)?.[0] ?? null;

type RejectRow = Awaited<ReturnType<typeof listRejects>>[number];

const toRejectResponse = (row: RejectRow, manifest: Manifest | undefined) => {
  const { id, entity, stream, code, pointer, message, fix, item } = row;
  return {
    ...{ id, entity, stream, code, pointer, message, fix },
    map: findMap(manifest, row),
    item: JSON.parse(item) as unknown,
    sample: `{"scope":${row.scope},"item":${item}}`,
    mendedAt: row.mended_at,
  };
};

function addReadRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors } = studio;
  const { db } = parts.platform.store;

  app.get<List>(
    '/api/runs',
    {
      schema: {
        summary: 'Lists runs, newest first',
        querystring: describeQuery({ connection: { type: 'string' }, before: { type: 'string' }, limit: DIGITS }),
        response: describeResponses('RunsResponse'),
      },
    },
    async ({ query: { connection, before, limit } }) => {
      const page = { limit: RUNS, ...parseLimit(limit, RUNS) };
      const of = connection === undefined ? {} : { connectionId: (await readConnection(db, connection)).id };
      const runs = await listRuns(db, { ...page, ...of, ...(before === undefined ? {} : { before }) });
      return { runs: runs.map(toApiRun), next: runs.length === page.limit ? (runs.at(-1)?.id ?? null) : null };
    },
  );

  app.get<ById>(
    '/api/runs/:id',
    { schema: { summary: 'Returns a run with its progress', response: describeResponses('RunResponse') } },
    async ({ params }) => buildResponse(studio, params.id),
  );

  app.get<Paged>(
    '/api/runs/:id/requests',
    {
      schema: {
        summary: 'Lists the requests of a run',
        querystring: PAGE_QUERY,
        response: describeResponses('RunRequestsResponse'),
      },
    },
    async ({ params, query }) => {
      const page = parsePage(query);
      const rows = await listRequests(db, (await readRunRow(db, params.id)).id, page);
      return { requests: rows.map(({ run_id: _, ...row }) => row), next: nextPageAfter(rows, page.limit) };
    },
  );

  app.get<Paged>(
    '/api/runs/:id/rejects',
    {
      schema: {
        summary: 'Lists the rejects of a run',
        querystring: PAGE_QUERY,
        response: describeResponses('RejectsResponse'),
      },
    },
    async ({ params, query }) => {
      const page = parsePage(query);
      const { id, connection_id: connectionId } = await readRunRow(db, params.id);
      const connection = await findConnection(studio, connectionId);
      const shelved = connection && (await connectors.shelved(connection.connector));
      const rows = await listRejects(db, id, page);
      return {
        rejects: rows.map((row) => toRejectResponse(row, shelved?.manifest)),
        next: nextPageAfter(rows, page.limit),
      };
    },
  );
}

function addWriteRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, live } = studio;
  const { platform, queue } = parts;
  const { db } = platform.store;

  app.post<ById>(
    '/api/runs/:id/retry',
    {
      schema: {
        summary: 'Resumes a failed or cancelled run, or re-maps the rejects of a finished one',
        response: describeResponses('RetryResponse'),
      },
    },
    async ({ params }) => {
      const { id, state } = await readRunRow(db, params.id);
      if (state === 'PROCESSED') {
        const remapped = await retryRejects({ ...parts, id: 'studio' }, id);
        return { kind: 'rejects', run: id, ...remapped };
      }
      await retryRun(platform, queue, id);
      live.nudge();
      return { kind: 'run', run: id };
    },
  );

  app.post<ById>(
    '/api/runs/:id/cancel',
    { schema: { summary: 'Cancels a run; stored records remain', response: describeResponses('RunResponse') } },
    async ({ params }) => {
      const { id } = await readRunRow(db, params.id);
      await cancelRun(platform, id);
      live.nudge();
      return buildResponse(studio, id);
    },
  );

  app.post<ById>(
    '/api/runs/:id/close-absent',
    {
      schema: { summary: 'Closes findings missing from a complete run', response: describeResponses('ClosedResponse') },
    },
    async ({ params }) => {
      const { id } = await readRunRow(db, params.id);
      return { findings: await closeAbsentOfRun(platform, id) };
    },
  );
}

/** Adds the routes of runs: progress, requests, rejects, and actions. */
export function addRunRoutes(app: FastifyInstance, studio: Studio): void {
  addReadRoutes(app, studio);
  addWriteRoutes(app, studio);
}
