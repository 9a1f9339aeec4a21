import type { FastifyInstance } from 'fastify';
import {
  cancelRun,
  closeAbsentOfRun,
  isAbsentWarning,
  listRequests,
  listRuns,
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
import { findConnection, nextPageAfter, PAGE_QUERY, type Paged, parsePage } from './run-pages.ts';

interface List {
  readonly Querystring: { readonly connection?: string; readonly before?: string; readonly limit?: string };
}

const RUNS = 50;

function listAllowedActions({ id, state, report }: RunDetail, lastRunId: string | null | undefined) {
  const rejected = Object.values(report.entities).reduce((sum, entity) => sum + entity.rejected, 0);
  const isLast = lastRunId === id;
  return {
    cancel: state === 'PLANNED' || state === 'PROCESSING',
    retry: isLast && (state === 'ERRORED' || state === 'CANCELLED'),
    remap: state === 'PROCESSED' && rejected > 0,
    closeAbsent: isLast && report.warnings.some(isAbsentWarning),
  };
}

async function buildResponse(studio: Studio, ref: string) {
  const { connectors, demo, parts } = studio;
  const { store, clock } = parts.platform;
  const run = await readRun(store.db, ref, clock.now());
  const connection = await findConnection(studio, run.connectionId);
  const nameOf = await connectors.names();
  const connector = connection ? nameOf(connection.connector).connector : null;
  return { demo, run, connector, may: listAllowedActions(run, connection?.lastRunId) };
}

function addReadRoutes(app: FastifyInstance, studio: Studio): void {
  const { db } = studio.parts.platform.store;

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
      await cancelRun(platform, queue, id);
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
