import type { FastifyInstance } from 'fastify';
import {
  asSchedule,
  type Connection,
  type ConnectionChanges,
  type ConnectionDraft,
  connectionChangeProblems,
  connectionProblems,
  createConnection,
  deleteConnection,
  type EngineError,
  editConnection,
  type Inventory,
  inventoryOf,
  listConnections,
  pauseConnection,
  resumeConnection,
  rotateSecrets,
  showConnection,
  slots,
  startRun,
} from '../../../engine/index.ts';
import { errorBody } from '../failure.ts';
import { refTo } from '../schemas/index.ts';
import { shownConnections } from '../shown.ts';
import type { Studio } from '../studio.ts';
import { answers, type ById, queryOf } from './answers.ts';

interface Create {
  readonly Body: Partial<ConnectionDraft> &
    Pick<ConnectionDraft, 'name' | 'connector' | 'settings'> & { readonly force?: boolean };
}

interface How {
  readonly revision?: number;
  readonly force?: boolean;
}

interface Edit extends ById {
  readonly Body: How & { readonly changes: ConnectionChanges };
}

interface Rotate extends ById {
  readonly Body: How & { readonly secrets: Readonly<Record<string, string>> };
}

interface Delete extends ById {
  readonly Querystring: { readonly inventory: Inventory };
}

interface Run extends ById {
  readonly Body: { readonly full?: boolean };
}

const NEXT_RUNS = 5;

const DEFAULTS = {
  description: '',
  select: {},
  filters: {},
  maps: {},
  schedule: null,
  manualOnly: false,
  active: true,
  preserveAbsent: false,
};

const problemsOf = (problems: readonly EngineError[]) => ({ problems: problems.map(errorBody) });

/** Where a connection stands: it, what it will do, and what it has brought. */
async function answerOf({ parts, connectors, demo }: Studio, connection: Connection) {
  const { store, clock } = parts.platform;
  const [shown] = await shownConnections(store.db, connectors, [connection]);
  const { schedule, nextRun, id } = connection;
  const isDue = schedule && nextRun;
  const nextRuns = isDue ? slots(asSchedule(schedule), { after: clock.now(), count: NEXT_RUNS }) : [];
  return { demo, connection: shown, nextRuns, inventory: await inventoryOf(store.db, id) };
}

const draftOf = async ({ connectors }: Studio, { force: _, ...body }: Create['Body']): Promise<ConnectionDraft> => ({
  ...DEFAULTS,
  ...body,
  connector: await connectors.refOf(body.connector),
});

/** What is asked of connections. */
function readRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, demo, startWorker } = studio;
  const { platform } = parts;
  const { db } = platform.store;

  app.get(
    '/api/connections',
    { schema: { summary: 'All connections, by name', response: answers('ConnectionsAnswer') } },
    async () => ({
      demo,
      worker: startWorker !== undefined,
      connections: await shownConnections(db, connectors, await listConnections(db)),
    }),
  );

  app.get<ById>(
    '/api/connections/:id',
    { schema: { summary: 'One connection', response: answers('ConnectionAnswer') } },
    async ({ params }) => answerOf(studio, await showConnection(db, params.id)),
  );

  app.post<Create>(
    '/api/connections/problems',
    {
      schema: {
        summary: 'All that is wrong with a draft',
        body: refTo('ConnectionRequest'),
        response: answers('ProblemsAnswer'),
      },
    },
    async ({ body }) => problemsOf(await connectionProblems(platform, await draftOf(studio, body))),
  );

  app.post<Edit>(
    '/api/connections/:id/problems',
    {
      schema: {
        summary: 'All that is wrong with a connection as it would be',
        body: refTo('EditRequest'),
        response: answers('ProblemsAnswer'),
      },
    },
    async ({ params, body }) => problemsOf(await connectionChangeProblems(platform, params.id, body.changes)),
  );
}

/** What changes connections. */
function writeRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, live } = studio;
  const { platform } = parts;
  const done = async (connection: Connection) => {
    live.nudge();
    return answerOf(studio, connection);
  };

  app.post<Create>(
    '/api/connections',
    {
      schema: {
        summary: 'Creates a connection whose settings passed Test Connection',
        body: refTo('ConnectionRequest'),
        response: answers('ConnectionAnswer', 201),
      },
    },
    async ({ body }, reply) => {
      const { force = false } = body;
      const created = await createConnection(platform, await draftOf(studio, body), { force });
      return reply.code(201).send(await done(created));
    },
  );

  app.patch<Edit>(
    '/api/connections/:id',
    {
      schema: {
        summary: 'Changes a connection, from its next run on',
        body: refTo('EditRequest'),
        response: answers('ConnectionAnswer'),
      },
    },
    async ({ params, body }) => done(await editConnection(platform, params.id, body)),
  );

  app.post<Rotate>(
    '/api/connections/:id/rotate',
    {
      schema: {
        summary: 'Replaces secrets; a run that goes on keeps the old ones',
        body: refTo('RotateRequest'),
        response: answers('ConnectionAnswer'),
      },
    },
    async ({ params, body }) => done(await rotateSecrets(platform, params.id, body)),
  );

  for (const [verb, act] of Object.entries({ pause: pauseConnection, resume: resumeConnection }))
    app.post<ById>(
      `/api/connections/:id/${verb}`,
      { schema: { summary: `${verb}s a connection`, response: answers('ConnectionAnswer') } },
      async ({ params }) => done(await act(platform, params.id)),
    );

  app.delete<Delete>(
    '/api/connections/:id',
    {
      schema: {
        summary: 'Deletes a connection; its inventory stays or goes with it',
        querystring: { ...queryOf({ inventory: { enum: ['keep', 'remove'] } }), required: ['inventory'] },
        response: answers('DeletedAnswer'),
      },
    },
    async ({ params, query }) => {
      const deleted = await deleteConnection(platform, params.id, query);
      live.nudge();
      return deleted;
    },
  );

  app.post<Run>(
    '/api/connections/:id/run',
    {
      schema: {
        summary: 'Plans a run now, whatever the schedule',
        body: refTo('RunNowRequest'),
        response: answers('Started', 202),
      },
    },
    async ({ params, body: { full = false } }, reply) => {
      const order = { reason: 'manual', full } as const;
      const id = await startRun(platform, parts.queue, { connection: params.id, order });
      live.nudge();
      return reply.code(202).send({ id });
    },
  );
}

/** Connections: what there is, and what becomes of them. Secrets come in and never go out. */
export function connectionRoutes(app: FastifyInstance, studio: Studio): void {
  readRoutes(app, studio);
  writeRoutes(app, studio);
}
