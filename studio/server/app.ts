import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { createSandbox, engineError, toEngineError, type WorkerEvent } from '../../engine/index.ts';
import { compressResponses } from './compress.ts';
import { createConnectorCatalogue } from './connector-catalogue.ts';
import { createConnectors } from './connectors.ts';
import { createConsents } from './consents.ts';
import { addEventRoutes, createEventHub } from './events.ts';
import { sendError } from './failure.ts';
import { createLive } from './live.ts';
import { requireLogin } from './login.ts';
import { addPageRoutes } from './page.ts';
import { addProtection, protectApi } from './protect.ts';
import { isSecure, type Reach } from './reach.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addAuthorizeRoutes } from './routes/authorize.ts';
import { addCatalogueRoutes } from './routes/catalogue.ts';
import { addCheckRoutes } from './routes/checks.ts';
import { addConnectionRoutes } from './routes/connections.ts';
import { addCreateRoute } from './routes/create-connector.ts';
import { addDraftRoutes } from './routes/drafts.ts';
import { addExportRoutes } from './routes/export.ts';
import { addFilterRoutes } from './routes/filters.ts';
import { addInventoryRoutes } from './routes/inventory.ts';
import { addMapRoutes } from './routes/maps.ts';
import { addPreviewRoutes } from './routes/preview.ts';
import { addQueryRoutes } from './routes/query.ts';
import { addReadRoutes } from './routes/reads.ts';
import { addRecordRoutes } from './routes/records.ts';
import { addRejectRoutes } from './routes/rejects.ts';
import { addRunSampleRoutes } from './routes/run-samples.ts';
import { addRunRoutes } from './routes/runs.ts';
import { addSaveRoutes } from './routes/save.ts';
import { addScheduleRoutes } from './routes/schedule.ts';
import { createSamples } from './samples.ts';
import { SCHEMAS } from './schemas/index.ts';
import type { Studio, StudioOptions } from './studio.ts';

export { LOGIN_PATH } from './login.ts';
export type { Reach } from './reach.ts';
export { createSessions, deriveSessionKey, SESSION_HOURS } from './sessions.ts';
export type { ManifestSource, StudioOptions } from './studio.ts';

const BODY_BYTES = 1 << 20;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than the interval between two heartbeats of an event stream. */
const IDLE_MS = 60_000;

const createServer = ({ tls }: Reach): FastifyInstance => {
  const app = fastify({
    https: tls ?? null,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    connectionTimeout: IDLE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: true,
        allErrors: false,
        allowUnionTypes: true,
      },
    },
    frameworkErrors: sendError,
  });
  app.server.headersTimeout = HEADERS_MS;
  // Without this parser only JSON is accepted: browsers preflight JSON from another site, but not forms or plain text.
  app.removeContentTypeParser('text/plain');
  // Response schemas only document the API, and tests compare responses with them: no need to serialize by schema.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler(sendError);
  return app;
};

const addDescription = (app: FastifyInstance, version: string) =>
  app.register(swagger, {
    openapi: { info: { title: 'Mapwright studio', version } },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, at) => String($id ?? `schema-${at}`) },
  });

/** Assembles what the routes share. Worker events also go to the tabs, and the audit log names `studio` as the actor. */
function assembleStudio(
  options: StudioOptions,
  own: Pick<Studio, 'events' | 'typing' | 'working' | 'catalogue'>,
): Studio {
  const connectors = createConnectors(own.catalogue);
  const platform = { ...options.parts.platform, actor: 'studio' };
  const live = createLive({ platform, events: own.events, connectors }, (error) => {
    const { code, message } = toEngineError(error);
    options.parts.tell({ type: 'trouble', doing: 'checking connections and runs for changes', code, message });
  });
  const tell = (event: WorkerEvent) => {
    options.parts.tell(event);
    live.hear(event);
  };
  const consents = createConsents(() => platform.clock.now());
  return { ...options, ...own, connectors, consents, live, parts: { ...options.parts, platform, tell } };
}

/** Adds counts and durations, without names, for Prometheus; public on plain http, which only this machine can reach. */
const addMetricsRoute = (app: FastifyInstance, metrics: NonNullable<StudioOptions['metrics']>, reach: Reach) =>
  app.get(
    '/metrics',
    { schema: { hide: true }, config: isSecure(reach) ? {} : { isPublic: true } },
    async (_request, reply) => reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );

/** Answers every unknown API path, in any spelling, with STUDIO_ROUTE_UNKNOWN. */
const addUnknownRoute = (api: FastifyInstance) =>
  api.all('/api/*', { schema: { hide: true } }, async () => {
    throw engineError('STUDIO_ROUTE_UNKNOWN');
  });

/** Creates the server without listening. `close()` ends event streams, the worker, the queue and the sandboxes. */
export async function createStudio(options: StudioOptions): Promise<FastifyInstance> {
  const { reach = {} } = options;
  const app = createServer(reach);
  await addProtection(app, reach);
  compressResponses(app);
  const login = await requireLogin(app, options.sessions, reach);
  await addDescription(app, options.version);
  for (const schema of SCHEMAS) app.addSchema(schema);
  const [typing, working] = [createSandbox(), createSandbox()];
  const events = createEventHub();
  const catalogue = createConnectorCatalogue(options.manifests, working);
  const studio = assembleStudio(options, { events, typing, working, catalogue });
  const { live, parts } = studio;
  let worker: ReturnType<NonNullable<StudioOptions['startWorker']>> | undefined;
  const samples = createSamples(working);
  // A separate plugin: swagger describes only routes that are registered after it has loaded.
  app.register(async (api) => {
    protectApi(api);
    addCatalogueRoutes(api, studio, samples);
    addPreviewRoutes(api, studio);
    addSaveRoutes(api, studio);
    addDraftRoutes(api, studio);
    addCreateRoute(api, studio);
    addAuthorizeRoutes(api, studio);
    addCheckRoutes(api, studio);
    addConnectionRoutes(api, studio);
    addReadRoutes(api, studio, login.isLoggedIn);
    addFilterRoutes(api, studio);
    addScheduleRoutes(api, studio);
    addMapRoutes(api, studio);
    addRunRoutes(api, studio);
    addRejectRoutes(api, studio);
    addRunSampleRoutes(api, studio);
    addInventoryRoutes(api, studio);
    addRecordRoutes(api, studio);
    addQueryRoutes(api, studio);
    addExportRoutes(api, studio);
    addAuditRoutes(api, studio);
    addEventRoutes(api, events, login.isLoggedIn);
    if (options.metrics) addMetricsRoute(api, options.metrics, reach);
    api.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
    addUnknownRoute(api);
  });
  addPageRoutes(app, options, login);
  app.addHook('onReady', async () => parts.queue.start());
  app.addHook('onListen', async () => {
    worker = options.startWorker?.(parts.tell);
  });
  app.addHook('preClose', async () => events.close());
  app.addHook('onClose', async () => {
    await worker?.stop();
    await parts.queue.stop();
    await live.close();
    typing.close();
    working.close();
  });
  return app;
}
