import type { FastifyInstance } from 'fastify';
import { type ExplainRequest, hasErrors } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { createTaskQueue } from '../task-queue.ts';

const SAMPLE_BYTES = 8 << 20;

/** What is asked while someone types: a map over a sample, and the problems of a manifest. */
export function addPreviewRoutes(app: FastifyInstance, { typing }: Studio): void {
  const turn = createTaskQueue();

  app.post<{ Body: ExplainRequest }>(
    '/api/preview',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'A map over a sample: what each target gets, from where, and what is wrong',
        body: refTo('PreviewRequest'),
        response: { 200: refTo('PreviewAnswer'), '4xx': refTo('Failure') },
      },
    },
    // A tab that has typed on takes back what it asked for before.
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
        summary: "Every problem of a manifest's text",
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
