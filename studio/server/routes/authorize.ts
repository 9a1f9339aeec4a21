import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  type AuthorizeOptions,
  authorizeConnection,
  type ConsentPrompt,
  engineError,
  listenForRedirect,
  toEngineError,
} from '../../../engine/index.ts';
import { toErrorBody } from '../failure.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

/** Consents in progress by connection: a new one ends the previous one. */
type Running = Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>;

const toPrompt = (prompt: ConsentPrompt) =>
  prompt.kind === 'browser'
    ? { url: prompt.url, code: null }
    : { url: prompt.completeUrl ?? prompt.url, code: prompt.code };

/** Adds the route that starts a person's consent for a connection. The redirect reaches this machine only. */
export function addAuthorizeRoutes(app: FastifyInstance, studio: Studio): void {
  const { events, parts, live } = studio;
  const running: Running = new Map();
  app.addHook('preClose', async () => {
    for (const { stop } of running.values()) stop.abort(engineError('INTERRUPTED'));
    await Promise.all([...running.values()].map(({ done }) => done));
  });

  const start = async (connection: string): Promise<{ readonly id: string } & ReturnType<typeof toPrompt>> => {
    const before = running.get(connection);
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
    const finish = (error?: unknown) => {
      running.delete(connection);
      shown.reject(error);
      events.send('authorized', {
        id,
        ok: error === undefined,
        ...(error ? { error: toErrorBody(toEngineError(error)) } : {}),
      });
      live.nudge();
    };
    const done = authorizeConnection(parts.platform, connection, options).then(() => finish(), finish);
    running.set(connection, { stop, done });
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
    async ({ params }, reply) => reply.code(202).send(await start(params.id)),
  );
}
