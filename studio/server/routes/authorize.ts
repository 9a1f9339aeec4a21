import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  type AuthorizeOptions,
  authorizeConnection,
  authorizeSettings,
  type ConnectionSetup,
  type ConsentPrompt,
  engineError,
  hasErrors,
  invalidManifest,
  listenForRedirect,
  toEngineError,
} from '../../../engine/index.ts';
import { toErrorBody } from '../failure.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

/** Consents in progress by connection: a new one ends the previous one. */
type Running = Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>;

const toPrompt = (prompt: ConsentPrompt) =>
  prompt.kind === 'browser'
    ? { url: prompt.url, code: null }
    : { url: prompt.completeUrl ?? prompt.url, code: prompt.code };

interface NewConsent {
  readonly Body: { readonly connector: string } & Pick<ConnectionSetup, 'settings'>;
}

/** Authorizes with the given surroundings. Resolves to what the event reports beside the success. */
type Authorize = (options: AuthorizeOptions) => Promise<object>;

/** Adds the routes that start a person's consent. The redirect reaches this machine only. */
export function addAuthorizeRoutes(app: FastifyInstance, studio: Studio): void {
  const { catalogue, consents, events, parts, live } = studio;
  const running: Running = new Map();
  app.addHook('preClose', async () => {
    for (const { stop } of running.values()) stop.abort(engineError('INTERRUPTED'));
    await Promise.all([...running.values()].map(({ done }) => done));
  });

  const start = async (
    key: string,
    authorize: Authorize,
  ): Promise<{ readonly id: string } & ReturnType<typeof toPrompt>> => {
    const before = running.get(key);
    before?.stop.abort(engineError('INTERRUPTED'));
    await before?.done;
    const id = randomUUID();
    const stop = new AbortController();
    const shown = Promise.withResolvers<ConsentPrompt>();
    const options: AuthorizeOptions = {
      ports: parts.ports,
      signal: stop.signal,
      prompt: shown.resolve,
      learn: (session) => parts.learn([], session),
      listen: (redirect, signal) => listenForRedirect(redirect, signal),
    };
    const finish = (result: object, error?: unknown) => {
      running.delete(key);
      shown.reject(error);
      const problem = error ? { error: toErrorBody(toEngineError(error)) } : {};
      events.send('authorized', { id, ok: error === undefined, ...result, ...problem });
      live.nudge();
    };
    const done = authorize(options).then(finish, (error: unknown) => finish({}, error));
    running.set(key, { stop, done });
    return { id, ...toPrompt(await shown.promise) };
  };

  app.post<ById>(
    '/api/connections/:id/authorize',
    {
      schema: {
        summary: "Starts a person's consent; an event reports when the refresh token is stored",
        response: describeResponses('ConsentStarted', 202),
      },
    },
    async ({ params }, reply) => {
      const authorize: Authorize = async (options) => {
        await authorizeConnection(parts.platform, params.id, options);
        return {};
      };
      return reply.code(202).send(await start(params.id, authorize));
    },
  );

  app.post<NewConsent>(
    '/api/consents',
    {
      schema: {
        summary: "Starts a person's consent for a new connection; an event returns a placeholder of the refresh token",
        body: refTo('ConsentRequest'),
        response: describeResponses('ConsentStarted', 202),
      },
    },
    async ({ body: { connector, settings } }, reply) => {
      const { manifest, issues } = await catalogue.find(connector);
      if (!manifest || hasErrors(issues)) throw invalidManifest(connector, issues);
      const authorize: Authorize = async (options) => {
        const [[setting, token] = ['', '']] = Object.entries(await authorizeSettings(manifest, settings, options));
        return { setting, value: await consents.keep(token, manifest, settings) };
      };
      return reply.code(202).send(await start(`connector ${connector}`, authorize));
    },
  );
}
