import type { FastifyInstance } from 'fastify';
import { type ExplainRequest, hasErrors } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { createTaskQueue } from '../task-queue.ts';

const SAMPLE_BYTES = 8 << 20;

/** Adds the routes that the editor calls while the user types: map preview and manifest validation. */
export function addPreviewRoutes(app: FastifyInstance, { typing }: Studio): void {
  const turn = createTaskQueue();

  app.post<{ Body: ExplainRequest }>(
    '/api/preview',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Applies a map to a sample and reports values, sources and problems of each target',
        body: refTo('PreviewRequest'),
        response: { 200: refTo('PreviewAnswer'), '4xx': refTo('Failure') },
      },
    },
    // A tab aborts its pending request when the user types on: skip such requests.
    ({ body }, reply) =>
      turn(
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
        response: { 200: refTo('ValidateAnswer'), '4xx': refTo('Failure') },
      },
    },
    async ({ body }) => {
      const { issues } = await typing.call('validate', body);
      return { issues, valid: !hasErrors(issues) };
    },
  );
}
