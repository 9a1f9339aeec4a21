import type { FastifyInstance } from 'fastify';
import { confined, engineError, readText, writeWhole } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { isWritable } from './catalogue.ts';

const MOST_BYTES = 1 << 20;

interface Save {
  readonly Params: { readonly id: string };
  readonly Body: { readonly text: string; readonly before: string };
}

/** What is written into a connector's folder: only when the studio was started with --write. */
export function saveRoutes(app: FastifyInstance, studio: Studio): void {
  app.put<Save>(
    '/api/connectors/:id/manifest',
    {
      bodyLimit: 3 * MOST_BYTES,
      schema: {
        summary: "Writes the manifest's file",
        body: refTo('SaveRequest'),
        response: { 200: refTo('SaveAnswer'), '4xx': refTo('Failure') },
      },
    },
    async ({ params, body }) => {
      const connector = await studio.shelf.find(params.id);
      if (!isWritable(connector, studio)) throw engineError('STUDIO_READ_ONLY');
      const { issues } = await studio.typing.call('validate', { text: body.text });
      const file = await confined(connector.folder, 'manifest.json');
      const now = await readText(file, MOST_BYTES);
      if (!('text' in now) || now.text !== body.before) throw engineError('STUDIO_CHANGED_MEANWHILE', { file });
      await writeWhole(file, body.text);
      return { problems: issues, file };
    },
  );
}
