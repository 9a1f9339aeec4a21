import type { FastifyInstance } from 'fastify';
import {
  cancelRun,
  closeAbsentOf,
  isEngineError,
  isOfAbsent,
  listRuns,
  type Manifest,
  type RunDetail,
  rejectsOf,
  requestsOf,
  retryRejects,
  retryRun,
  runRow,
  showConnection,
  showRun,
} from '../../../engine/index.ts';
import { shownRun } from '../shown.ts';
import type { Studio } from '../studio.ts';
import { answers, type ById, DIGITS, limited, queryOf } from './answers.ts';

interface List {
  readonly Querystring: { readonly connection?: string; readonly before?: string; readonly limit?: string };
}

interface Paged extends ById {
  readonly Querystring: { readonly after?: string; readonly limit?: string };
}

const RUNS = 50;
const ROWS = 200;
const MOST_ROWS = 500;
const PAGED = queryOf({ after: DIGITS, limit: DIGITS });

/** The connection of a run; undefined when it is gone. */
async function connectionOf({ parts: { platform } }: Studio, id: string) {
  try {
    return await showConnection(platform.store.db, id);
  } catch (error) {
    if (isEngineError(error, 'CONNECTION_UNKNOWN')) return undefined;
    throw error;
  }
}

function mayOf({ id, state, report }: RunDetail, lastRunId: string | null | undefined) {
  const { asset, finding } = report.entities;
  const isLast = lastRunId === id;
  return {
    cancel: state === 'PLANNED' || state === 'PROCESSING',
    retry: isLast && (state === 'ERRORED' || state === 'CANCELLED'),
    mend: state === 'PROCESSED' && asset.rejected + finding.rejected > 0,
    closeAbsent: isLast && report.warnings.some(isOfAbsent),
  };
}

async function answerOf(studio: Studio, ref: string) {
  const { parts, connectors, demo } = studio;
  const { store, clock } = parts.platform;
  const run = await showRun(store.db, ref, clock.now());
  const connection = await connectionOf(studio, run.connectionId);
  const named = await connectors.names();
  const connector = connection ? named(connection.connector).connector : null;
  return { demo, run, connector, may: mayOf(run, connection?.lastRunId) };
}

/** `after` of the page behind these rows; null when they are the last. */
const nextOf = (rows: readonly { readonly id: number }[], limit: number) =>
  rows.length === limit ? (rows.at(-1)?.id ?? null) : null;

const pageOf = ({ after, limit }: Paged['Querystring']) => ({
  limit: ROWS,
  ...limited(limit, MOST_ROWS),
  ...(after === undefined ? {} : { after: Number(after) }),
});

const mapFor = (manifest: Manifest | undefined, { entity, stream }: { entity: string; stream: string }) =>
  Object.entries(manifest?.maps ?? {}).find(([, { to, from }]) => to === entity && from === stream)?.[0] ?? null;

type RejectRow = Awaited<ReturnType<typeof rejectsOf>>[number];

const shownReject = (row: RejectRow, manifest: Manifest | undefined) => {
  const { id, entity, stream, code, pointer, message, fix, item } = row;
  return {
    ...{ id, entity, stream, code, pointer, message, fix },
    map: mapFor(manifest, row),
    item: JSON.parse(item) as unknown,
    sample: `{"scope":${row.scope},"item":${item}}`,
    mendedAt: row.mended_at,
  };
};

function readRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors } = studio;
  const { db } = parts.platform.store;

  app.get<List>(
    '/api/runs',
    {
      schema: {
        summary: 'Runs, the newest first',
        querystring: queryOf({ connection: { type: 'string' }, before: { type: 'string' }, limit: DIGITS }),
        response: answers('RunsAnswer'),
      },
    },
    async ({ query: { connection, before, limit } }) => {
      const page = { limit: RUNS, ...limited(limit, RUNS) };
      const of = connection === undefined ? {} : { connectionId: (await showConnection(db, connection)).id };
      const runs = await listRuns(db, { ...page, ...of, ...(before === undefined ? {} : { before }) });
      return { runs: runs.map(shownRun), next: runs.length === page.limit ? (runs.at(-1)?.id ?? null) : null };
    },
  );

  app.get<ById>(
    '/api/runs/:id',
    { schema: { summary: 'One run, with how far it is', response: answers('RunAnswer') } },
    async ({ params }) => answerOf(studio, params.id),
  );

  app.get<Paged>(
    '/api/runs/:id/requests',
    { schema: { summary: 'What a run has sent', querystring: PAGED, response: answers('RunRequestsAnswer') } },
    async ({ params, query }) => {
      const page = pageOf(query);
      const rows = await requestsOf(db, (await runRow(db, params.id)).id, page);
      return { requests: rows.map(({ run_id: _, ...row }) => row), next: nextOf(rows, page.limit) };
    },
  );

  app.get<Paged>(
    '/api/runs/:id/rejects',
    { schema: { summary: 'Items that a run could not map', querystring: PAGED, response: answers('RejectsAnswer') } },
    async ({ params, query }) => {
      const page = pageOf(query);
      const { id, connection_id: connectionId } = await runRow(db, params.id);
      const connection = await connectionOf(studio, connectionId);
      const shelved = connection && (await connectors.shelved(connection.connector));
      const rows = await rejectsOf(db, id, page);
      return { rejects: rows.map((row) => shownReject(row, shelved?.manifest)), next: nextOf(rows, page.limit) };
    },
  );
}

function writeRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, live } = studio;
  const { platform, queue } = parts;
  const { db } = platform.store;

  app.post<ById>(
    '/api/runs/:id/retry',
    {
      schema: {
        summary: 'Goes on with a run; of one that is processed, maps the rejects again',
        response: answers('RetryAnswer'),
      },
    },
    async ({ params }) => {
      const { id, state } = await runRow(db, params.id);
      if (state === 'PROCESSED') {
        const mended = await retryRejects({ ...parts, id: 'studio' }, id);
        return { kind: 'rejects', run: id, ...mended };
      }
      await retryRun(platform, queue, id);
      live.nudge();
      return { kind: 'run', run: id };
    },
  );

  app.post<ById>(
    '/api/runs/:id/cancel',
    { schema: { summary: 'Cancels a run; what it has stored stays', response: answers('RunAnswer') } },
    async ({ params }) => {
      const { id } = await runRow(db, params.id);
      await cancelRun(platform, id);
      live.nudge();
      return answerOf(studio, id);
    },
  );

  app.post<ById>(
    '/api/runs/:id/close-absent',
    { schema: { summary: 'Closes what a complete run has not seen', response: answers('ClosedAnswer') } },
    async ({ params }) => {
      const { id } = await runRow(db, params.id);
      return { findings: await closeAbsentOf(platform, id) };
    },
  );
}

/** Runs: how far they are, what they sent and could not map, and what can be done about it. */
export function runRoutes(app: FastifyInstance, studio: Studio): void {
  readRoutes(app, studio);
  writeRoutes(app, studio);
}
