import type { FastifyInstance, FastifyReply } from 'fastify';
import { BACKGROUND, createSandbox, type ExplainRequest, hasErrors, type Sandbox } from '../../../engine/index.ts';
import { SAMPLE_BYTES } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

/** Items of a sample that a preview maps at every keystroke. */
const FIRST_ITEMS = 1_000;

interface Preview {
  readonly Body: Omit<ExplainRequest, 'first'> & { readonly extent: 'first' | 'all' };
}

/** Runs tasks one after the other; skips a task that is no longer needed at its turn, with the result undefined. */
function createTaskQueue(): <T>(isNeeded: () => boolean, task: () => Promise<T>) => Promise<T | undefined> {
  let last: Promise<unknown> = Promise.resolve();
  return (isNeeded, task) => {
    const result = last.then(() => (isNeeded() ? task() : undefined));
    last = result.catch(() => undefined);
    return result;
  };
}

/** Runs one preview of a whole sample at a time, each in a sandbox of its own, which a request that its tab aborts ends. */
function createBackground() {
  const running = new Set<Sandbox>();
  const enqueue = createTaskQueue();
  const explain = async (request: ExplainRequest, { raw }: FastifyReply) => {
    const sandbox = createSandbox(BACKGROUND);
    running.add(sandbox);
    raw.once('close', sandbox.close);
    try {
      return await sandbox.call('explain', request);
    } finally {
      sandbox.close();
      running.delete(sandbox);
    }
  };
  return {
    explain: (request: ExplainRequest, reply: FastifyReply) =>
      enqueue(
        () => !reply.raw.destroyed,
        () => explain(request, reply),
      ),
    close() {
      for (const sandbox of running) sandbox.close();
    },
  };
}

/** Adds the routes that the editor calls while the user types: map preview and manifest validation. */
export function addPreviewRoutes(app: FastifyInstance, { typing }: Studio): void {
  const enqueue = createTaskQueue();
  const background = createBackground();
  app.addHook('onClose', async () => background.close());

  app.post<Preview>(
    '/api/preview',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Applies a map to a sample and reports values, sources and problems of each target',
        body: refTo('PreviewRequest'),
        response: describeResponses('PreviewResponse'),
      },
    },
    // A tab aborts its pending request when the user types on: skip such requests.
    ({ body: { extent, ...request } }, reply) =>
      extent === 'all'
        ? background.explain(request, reply)
        : enqueue(
            () => !reply.raw.destroyed,
            () => typing.call('explain', { ...request, first: FIRST_ITEMS }),
          ),
  );

  app.post<{ Body: { readonly text: string } }>(
    '/api/validate',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Validates the text of a manifest',
        body: refTo('ValidateRequest'),
        response: describeResponses('ValidateResponse'),
      },
    },
    async ({ body }) => {
      const { issues } = await typing.call('validate', body);
      return { issues, valid: !hasErrors(issues) };
    },
  );
}
