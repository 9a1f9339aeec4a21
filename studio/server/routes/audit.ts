import type { FastifyInstance } from 'fastify';
import { listAudit, verifyAudit } from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { DIGITS, describeQuery, describeResponses, parseLimit } from './responses.ts';

interface List {
  readonly Querystring: { readonly subject?: string; readonly before?: string; readonly limit?: string };
}

const ROWS = 100;
const MAX_ROWS = 500;

/** Adds the routes of the audit log: actions with actor and subject, without values. */
export function addAuditRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  const { db } = platform.store;
  app.get<List>(
    '/api/audit',
    {
      schema: {
        summary: 'Lists the audit log, newest first',
        querystring: describeQuery({ subject: { type: 'string', maxLength: 200 }, before: DIGITS, limit: DIGITS }),
        response: describeResponses('AuditResponse'),
      },
    },
    async ({ query: { subject, before, limit } }) => {
      const page = { limit: ROWS, ...parseLimit(limit, MAX_ROWS) };
      const rows = await listAudit(db, {
        ...page,
        ...(subject === undefined ? {} : { subject }),
        ...(before === undefined ? {} : { before: Number(before) }),
      });
      const entries = rows.map(({ seq, at, actor, action, subject: name, detail }) => ({
        ...{ seq, at, actor, action, subject: name },
        detail: JSON.parse(detail) as unknown,
      }));
      return { entries, next: rows.length === page.limit ? (rows.at(-1)?.seq ?? null) : null };
    },
  );

  app.get(
    '/api/audit/verdict',
    { schema: { summary: 'Verifies the hash chain of the audit log', response: describeResponses('AuditVerdict') } },
    () => verifyAudit(db),
  );
}
