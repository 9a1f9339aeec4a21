import type { FastifyInstance } from 'fastify';
import { type ExplainRequest, hasErrors } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

const SAMPLE_BYTES = 8 << 20;

/** Runs tasks one after the other; skips a task that is no longer needed at its turn, with the result undefined. */
function createTaskQueue(): <T>(isNeeded: () => boolean, task: () => Promise<T>) => Promise<T | undefined> {
  let last: Promise<unknown> = Promise.resolve();
  return (isNeeded, task) => {
    const result = last.then(() => (isNeeded() ? task() : undefined));
    last = result.catch(() => undefined);
    return result;
  };
}

/** Adds the routes that the editor calls while the user types: map preview and manifest validation. */
export function addPreviewRoutes(app: FastifyInstance, { typing }: Studio): void {
  const enqueue = createTaskQueue();

  app.post<{ Body: ExplainRequest }>(
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
    ({ body }, reply) =>
      enqueue(
        () => !reply.raw.destroyed,
        () => typing.call('explain', body),
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
