import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  type CheckOptions,
  type ConnectionChanges,
  type ConnectionSetup,
  type ConnectionTestResult,
  engineError,
  findSetting,
  hasErrors,
  invalidManifest,
  revealRotated,
  splitSettingPath,
  testConnection,
  testDraft,
  toEngineError,
} from '../../../engine/index.ts';
import { formatCurl, rememberRequests } from '../curl.ts';
import { toErrorBody } from '../failure.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

interface Checks {
  readonly Body: { readonly id?: string; readonly connector: string } & Pick<ConnectionSetup, 'settings' | 'filters'>;
}

interface SavedChecks extends ById {
  readonly Body: { readonly id?: string; readonly changes?: ConnectionChanges };
}

/** Limit of concurrent tests: each sends requests to a vendor. */
const MAX_CONCURRENT = 4;

const DEFAULTS = { description: '', schedule: null, manualOnly: false, active: true, preserveAbsent: false };

type Test = (options: CheckOptions) => Promise<ConnectionTestResult>;

/** Starts Test Connection, whose results arrive as events. Returns the id in these events. */
type StartTest = (test: Test, id?: string) => string;

function createCheckStarter(app: FastifyInstance, { events, allowPrivate, parts: { ports } }: Studio): StartTest {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onClose', async () => {
    await Promise.all(running);
  });
  const check = async (test: Test, send: (event: string, data: object) => void) => {
    try {
      const recorded = rememberRequests(ports);
      const onCheck: CheckOptions['onCheck'] = (result) => {
        const request = result.status === 'skipped' ? undefined : recorded.last();
        send('check', { check: { ...result, ...(request ? { curl: formatCurl(request) } : {}) } });
      };
      const { ok, record } = await test({ ports: recorded.ports, allowPrivate, signal: closing.signal, onCheck });
      send('checked', { ok, ...(record ? { record } : {}) });
    } catch (error) {
      send('checked', { ok: false, error: toErrorBody(toEngineError(error)) });
    }
  };
  return (test, id = randomUUID()) => {
    if (running.size >= MAX_CONCURRENT)
      throw engineError('STUDIO_REQUEST_INVALID', { problem: 'too many connection tests are in progress' });
    const work = check(test, (event, data) => events.send(event, { id, ...data }));
    running.add(work);
    work.finally(() => running.delete(work));
    return id;
  };
}

/** Adds the routes of Test Connection. Results arrive as events; tested settings can be saved for 15 minutes. */
export function addCheckRoutes(app: FastifyInstance, studio: Studio): void {
  const { catalogue, connectors, consents, parts } = studio;
  const start = createCheckStarter(app, studio);

  app.post<Checks>(
    '/api/checks',
    {
      schema: {
        summary: 'Tests a connection by five checks, reported as events',
        body: refTo('ChecksRequest'),
        response: describeResponses('Started', 202),
      },
    },
    async ({ body }, reply) => {
      const { connector: name, id, settings, filters = {} } = body;
      const { manifest, issues } = await catalogue.find(name);
      if (!manifest || hasErrors(issues)) throw invalidManifest(name, issues);
      const connector = await connectors.refOf(name);
      const resolved = await consents.resolve(manifest, settings);
      const draft = { ...DEFAULTS, name, connector, settings: resolved, filters, select: {}, maps: {} };
      const context = { manifest, maps: {} };
      const test: Test = async (options) => {
        const result = await testDraft(parts.platform, { draft, context, options });
        for (const [path, token] of Object.entries(revealRotated(result)))
          consents.replace(String(findSetting(resolved, splitSettingPath(path))), token);
        return result;
      };
      return reply.code(202).send({ id: start(test, id) });
    },
  );

  app.post<SavedChecks>(
    '/api/connections/:id/checks',
    {
      schema: {
        summary: 'Tests a saved connection, optionally with changes',
        body: refTo('SavedChecksRequest'),
        response: describeResponses('Started', 202),
      },
    },
    async ({ params, body: { id, changes = {} } }, reply) => {
      const test: Test = (options) => testConnection(parts.platform, params.id, { ...options, changes });
      return reply.code(202).send({ id: start(test, id) });
    },
  );
}
