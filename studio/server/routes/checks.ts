import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  type ConnectionSetup,
  compileConnector,
  createPorts,
  engineError,
  hasErrors,
  type Manifest,
  runChecks,
  toEngineError,
} from '../../../engine/index.ts';
import { errorBody, invalidManifest } from '../failure.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';

interface Checks {
  readonly Body: { readonly id?: string; readonly connector: string } & Pick<ConnectionSetup, 'settings' | 'filters'>;
}

/** Checks at one time: each asks a vendor. */
const MOST_AT_ONCE = 4;

type Tell = (event: string, data: object) => void;

async function check(manifest: Manifest, setup: ConnectionSetup, tell: Tell, rest: CheckRest): Promise<void> {
  const ports = createPorts({ allowPrivate: rest.allowPrivate });
  try {
    const connector = await compileConnector(manifest, setup);
    const { ok, record } = await runChecks(connector, {
      ...rest,
      ports,
      onCheck: (one) => tell('check', { check: one }),
    });
    tell('checked', { ok, ...(record ? { record } : {}) });
  } catch (error) {
    tell('checked', { ok: false, error: errorBody(toEngineError(error)) });
  } finally {
    await ports.close();
  }
}

interface CheckRest {
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

/** Test Connection: begun by a call, told on the stream of events. Secrets come with the call and are kept nowhere. */
export function checkRoutes(app: FastifyInstance, { shelf, events, allowPrivate }: Studio): void {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onClose', async () => {
    await Promise.all(running);
  });

  app.post<Checks>(
    '/api/checks',
    {
      schema: {
        summary: 'Test Connection: five checks, told as events',
        body: refTo('ChecksRequest'),
        response: { 202: refTo('Started'), '4xx': refTo('Failure') },
      },
    },
    async ({ body }, reply) => {
      const { connector: name, id = randomUUID(), ...setup } = body;
      const { manifest, issues } = await shelf.find(name);
      if (!manifest || hasErrors(issues)) throw invalidManifest(name, issues);
      if (running.size >= MOST_AT_ONCE)
        throw engineError('STUDIO_REQUEST_INVALID', { problem: 'too many checks run at one time' });
      const tell: Tell = (event, data) => events.send(event, { id, ...data });
      const work = check(manifest, setup, tell, { allowPrivate, signal: closing.signal });
      running.add(work);
      work.finally(() => running.delete(work));
      return reply.code(202).send({ id });
    },
  );
}
