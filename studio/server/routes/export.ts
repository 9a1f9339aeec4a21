import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Entity, exportAs, FORMATS, type FormatName, parseQuery } from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { Q } from './inventory.ts';
import { describeQuery } from './responses.ts';

interface Ask {
  readonly Querystring: { readonly entity: Entity; readonly format: string; readonly q?: string };
}

const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);

/** Placeholder: the export fails with EXPORT_FORMAT_UNKNOWN before it is sent. */
const UNKNOWN = { mediaType: 'application/octet-stream', extension: 'txt' };

/** Characters per chunk. */
const CHUNK_CHARACTERS = 1 << 16;

/** Joins short pieces into chunks of at least `CHUNK_CHARACTERS`. */
async function* batchText(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Adds the export, which streams records from the store. */
export function addExportRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const { store, clock } = platform;
  app.get<Ask>(
    '/api/export',
    {
      schema: {
        summary: 'Exports the records that match a query as a file',
        querystring: {
          ...describeQuery({ entity: { enum: ['asset', 'finding'] }, format: { type: 'string', maxLength: 20 }, q: Q }),
          required: ['entity', 'format'],
        },
      },
    },
    async ({ query: { entity, format, q = '' } }, reply) => {
      const query = parseQuery(q, entity);
      const pieces = exportAs(store, { entity, format }, { query, now: clock.now() });
      const { mediaType, extension } = isFormat(format) ? FORMATS[format] : UNKNOWN;
      reply.header('content-type', mediaType);
      reply.header('content-disposition', `attachment; filename="${entity}s.${extension}"`);
      return reply.send(Readable.from(batchText(pieces)));
    },
  );
}
