import type { FastifyInstance } from 'fastify';
import {
  type Connection,
  type ConnectionChanges,
  type ConnectionDraft,
  countInventory,
  createConnection,
  deleteConnection,
  type EngineError,
  editConnection,
  findConnectionChangeProblems,
  findConnectionProblems,
  type InventoryChoice,
  listConnections,
  listConsentSettings,
  listRunHistory,
  listSlots,
  parseSchedule,
  pauseConnection,
  readConnection,
  resumeConnection,
  rotateSecrets,
  startRun,
} from '../../../engine/index.ts';
import { toApiConnections } from '../api-shapes.ts';
import { toErrorBody } from '../failure.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeQuery, describeResponses } from './responses.ts';

interface Create {
  readonly Body: Partial<ConnectionDraft> &
    Pick<ConnectionDraft, 'name' | 'connector' | 'settings'> & { readonly force?: boolean };
}

interface SaveChoices {
  readonly revision?: number;
  readonly force?: boolean;
}

interface Edit extends ById {
  readonly Body: SaveChoices & { readonly changes: ConnectionChanges };
}

interface Rotate extends ById {
  readonly Body: SaveChoices & {
    readonly secrets: Readonly<Record<string, string>>;
    readonly settings?: Readonly<Record<string, string>>;
  };
}

interface Delete extends ById {
  readonly Querystring: { readonly inventory: InventoryChoice };
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

const toProblems = (problems: readonly EngineError[]) => ({ problems: problems.map(toErrorBody) });

/** Builds a ConnectionResponse: the connection, its next runs, and the size of its inventory. */
async function buildResponse({ parts, connectors, demo }: Studio, connection: Connection) {
  const { store, clock } = parts.platform;
  const [apiConnection] = await toApiConnections(store.db, connectors, [connection]);
  const { schedule, nextRun, id } = connection;
  const isDue = schedule && nextRun;
  const nextRuns = isDue ? listSlots(parseSchedule(schedule), { after: clock.now(), count: NEXT_RUNS }) : [];
  const manifest = (await connectors.manifests())(connection.connector);
  const consent = manifest !== undefined && listConsentSettings(manifest).length > 0;
  return { demo, connection: apiConnection, consent, nextRuns, inventory: await countInventory(store.db, id) };
}

const buildDraft = async (
  { catalogue, connectors, consents }: Studio,
  { force: _, ...body }: Create['Body'],
): Promise<ConnectionDraft> => ({
  ...DEFAULTS,
  ...body,
  settings: await consents.resolve((await catalogue.find(body.connector)).manifest, body.settings),
  connector: await connectors.refOf(body.connector),
});

/** Adds the routes that read and validate connections. */
function addReadRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, demo, startWorker } = studio;
  const { platform } = parts;
  const { db } = platform.store;

  app.get(
    '/api/connections',
    { schema: { summary: 'Lists all connections by name', response: describeResponses('ConnectionsResponse') } },
    async () => ({
      demo,
      worker: startWorker !== undefined,
      connections: await toApiConnections(db, connectors, await listConnections(db)),
    }),
  );

  app.get<ById>(
    '/api/connections/:id',
    { schema: { summary: 'Returns a connection', response: describeResponses('ConnectionResponse') } },
    async ({ params }) => buildResponse(studio, await readConnection(db, params.id)),
  );

  app.get<ById>(
    '/api/connections/:id/history',
    { schema: { summary: 'Lists the last runs with their counts', response: describeResponses('RunHistoryResponse') } },
    async ({ params }) => ({ runs: await listRunHistory(db, (await readConnection(db, params.id)).id) }),
  );

  app.post<Create>(
    '/api/connections/problems',
    {
      schema: {
        summary: 'Validates a new connection without saving it',
        body: refTo('ConnectionRequest'),
        response: describeResponses('ProblemsResponse'),
      },
    },
    async ({ body }) => toProblems(await findConnectionProblems(platform, await buildDraft(studio, body))),
  );

  app.post<Edit>(
    '/api/connections/:id/problems',
    {
      schema: {
        summary: 'Validates changes of a connection without saving them',
        body: refTo('EditRequest'),
        response: describeResponses('ProblemsResponse'),
      },
    },
    async ({ params, body }) => toProblems(await findConnectionChangeProblems(platform, params.id, body.changes)),
  );
}

/** Adds the routes that change connections. */
function addWriteRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, live } = studio;
  const { platform } = parts;
  const done = async (connection: Connection) => {
    live.nudge();
    return buildResponse(studio, connection);
  };

  app.post<Create>(
    '/api/connections',
    {
      schema: {
        summary: 'Creates a connection whose settings passed Test Connection',
        body: refTo('ConnectionRequest'),
        response: describeResponses('ConnectionResponse', 201),
      },
    },
    async ({ body }, reply) => {
      const { force = false } = body;
      const created = await createConnection(platform, await buildDraft(studio, body), { force });
      return reply.code(201).send(await done(created));
    },
  );

  app.patch<Edit>(
    '/api/connections/:id',
    {
      schema: {
        summary: 'Changes a connection; its next run uses the changes',
        body: refTo('EditRequest'),
        response: describeResponses('ConnectionResponse'),
      },
    },
    async ({ params, body }) => done(await editConnection(platform, params.id, body)),
  );

  app.post<Rotate>(
    '/api/connections/:id/rotate',
    {
      schema: {
        summary: 'Replaces secrets; a run in progress keeps the old ones',
        body: refTo('RotateRequest'),
        response: describeResponses('ConnectionResponse'),
      },
    },
    async ({ params, body }) => done(await rotateSecrets(platform, params.id, body)),
  );

  for (const [verb, act] of Object.entries({ pause: pauseConnection, resume: resumeConnection }))
    app.post<ById>(
      `/api/connections/:id/${verb}`,
      { schema: { summary: `${verb}s a connection`, response: describeResponses('ConnectionResponse') } },
      async ({ params }) => done(await act(platform, params.id)),
    );

  app.delete<Delete>(
    '/api/connections/:id',
    {
      schema: {
        summary: 'Deletes a connection, with or without its inventory',
        querystring: { ...describeQuery({ inventory: { enum: ['keep', 'remove'] } }), required: ['inventory'] },
        response: describeResponses('DeletedResponse'),
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
        summary: 'Starts a run now, independent of the schedule',
        body: refTo('RunNowRequest'),
        response: describeResponses('Started', 202),
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

/** Adds the routes of connections. Secrets are accepted and never returned. */
export function addConnectionRoutes(app: FastifyInstance, studio: Studio): void {
  addReadRoutes(app, studio);
  addWriteRoutes(app, studio);
}
