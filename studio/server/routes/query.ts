import type { FastifyInstance } from 'fastify';
import { completeQuery, type Entity, printQuery, readQuery } from '../../../engine/index.ts';
import { createKnownValues } from '../known-values.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeAnswers } from './answers.ts';

interface Ask {
  readonly Body: { readonly entity: Entity; readonly text: string; readonly cursor?: number };
}

/** Adds the route that the query bar calls at each keystroke. */
export function addQueryRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const knownValues = createKnownValues(platform);
  app.post<Ask>(
    '/api/query',
    {
      schema: {
        summary: 'Validates a query and completes it at the cursor',
        body: refTo('QueryRequest'),
        response: describeAnswers('QueryAnswer'),
      },
    },
    async ({ body: { entity, text, cursor } }) => {
      const { query, issues } = readQuery(text, entity);
      const completions =
        cursor === undefined
          ? { from: 0, to: 0, options: [] }
          : completeQuery(text, Math.min(cursor, text.length), entity, await knownValues());
      return { issues, q: query ? printQuery(query, entity) : null, completions };
    },
  );
}
