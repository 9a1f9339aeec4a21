import type { FastifyInstance } from 'fastify';
import {
  createConnectionRedactor,
  engineError,
  formatSample,
  groupRejects,
  listRejectReasons,
  listRejects,
  type Manifest,
  readRejects,
  readRunRow,
  redactJson,
} from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, DIGITS, describeResponses } from './responses.ts';
import { findConnection, nextPageAfter, PAGE_QUERY, type Paged, parsePage } from './run-pages.ts';

type RejectRow = Awaited<ReturnType<typeof listRejects>>[number];
type Reason = Awaited<ReturnType<typeof listRejectReasons>>[number];

/** Items of a group in its sample. */
const SAMPLE_ITEMS = 50;
const MAX_GROUPS = 100;

const findMap = (manifest: Manifest | undefined, { entity, stream }: { entity: string; stream: string }) =>
  Object.entries(manifest?.maps ?? {}).find(([, { to, from }]) => to === entity && from === stream)?.[0] ?? null;

const toRejectResponse = (row: RejectRow, manifest: Manifest | undefined) => {
  const { id, entity, stream, code, pointer, message, fix, item } = row;
  return {
    ...{ id, entity, stream, code, pointer, message, fix },
    map: findMap(manifest, row),
    item: JSON.parse(item) as unknown,
    sample: `{"scope":${row.scope},"item":${item}}`,
    mendedAt: row.mended_at,
  };
};

/** Groups identical rejects, re-mapped and open ones apart, the open ones first. */
const listGroups = (reasons: readonly Reason[]) =>
  [reasons.filter(({ mended_at: at }) => at === null), reasons.filter(({ mended_at: at }) => at !== null)].flatMap(
    (some) => groupRejects(some),
  );

/** Reads the manifest of a run's connection, and the custom maps that it uses now, by the map that each replaces. */
async function readMapsOfRun(studio: Studio, connectionId: string) {
  const connection = await findConnection(studio, connectionId);
  const shelved = connection && (await studio.connectors.shelved(connection.connector));
  return { manifest: shelved?.manifest, custom: connection?.maps ?? {} };
}

async function buildGroups(studio: Studio, ref: string) {
  const { db } = studio.parts.platform.store;
  const { id, connection_id: connectionId } = await readRunRow(db, ref);
  const { manifest, custom } = await readMapsOfRun(studio, connectionId);
  const groups = listGroups(await listRejectReasons(db, id));
  const shown = groups.slice(0, MAX_GROUPS);
  const rows = new Map(
    (
      await readRejects(
        db,
        shown.map(({ example }) => example.id),
      )
    ).map((row) => [row.id, row] as const),
  );
  return {
    groups: shown.flatMap(({ example, count }) => {
      const row = rows.get(example.id);
      if (!row) return [];
      const reject = toRejectResponse(row, manifest);
      return [{ count, reject, custom: (reject.map !== null && custom[reject.map]) || null }];
    }),
    more: groups.length - shown.length,
  };
}

/** Returns items with the same cause and the same ancestors as a reject, for trying a map; secrets are redacted. */
async function buildSample(studio: Studio, ref: string, rejectId: number) {
  const { platform } = studio.parts;
  const { db } = platform.store;
  const { id, connection_id: connectionId } = await readRunRow(db, ref);
  const isAsked = (one: Reason) => one.id === rejectId;
  const group = listGroups(await listRejectReasons(db, id)).find(({ rejects }) => rejects.some(isAsked));
  if (!group) throw engineError('STUDIO_REJECT_UNKNOWN', { reject: rejectId, run: id });
  const others = group.rejects.filter((one) => !isAsked(one)).map((one) => one.id);
  const rows = await readRejects(db, [rejectId, ...others.slice(0, SAMPLE_ITEMS - 1)]);
  const scope = rows.find((row) => row.id === rejectId)?.scope ?? '{}';
  const redact = await createConnectionRedactor(platform, connectionId);
  const clean = (text: string) => redactJson(JSON.parse(text), redact);
  const items = rows.filter((row) => row.scope === scope).map(({ item }) => clean(item));
  const sample = { text: JSON.stringify(items), scope: clean(scope) as Parameters<typeof formatSample>[0]['scope'] };
  return { name: `reject.${rejectId}`, text: formatSample(sample) };
}

/** Adds the routes of a run's rejects: all, grouped by cause, and as a sample. */
export function addRejectRoutes(app: FastifyInstance, studio: Studio): void {
  const { db } = studio.parts.platform.store;

  app.get<Paged>(
    '/api/runs/:id/rejects',
    {
      schema: {
        summary: 'Lists the rejects of a run',
        querystring: PAGE_QUERY,
        response: describeResponses('RejectsResponse'),
      },
    },
    async ({ params, query }) => {
      const page = parsePage(query);
      const { id, connection_id: connectionId } = await readRunRow(db, params.id);
      const { manifest } = await readMapsOfRun(studio, connectionId);
      const rows = await listRejects(db, id, page);
      return { rejects: rows.map((row) => toRejectResponse(row, manifest)), next: nextPageAfter(rows, page.limit) };
    },
  );

  app.get<ById>(
    '/api/runs/:id/reject-groups',
    {
      schema: { summary: 'Groups the rejects of a run by cause', response: describeResponses('RejectGroupsResponse') },
    },
    async ({ params }) => buildGroups(studio, params.id),
  );

  app.get<{ Params: { readonly id: string; readonly reject: string } }>(
    '/api/runs/:id/rejects/:reject/sample',
    {
      schema: {
        summary: 'Returns the items that were rejected for the same cause',
        params: { type: 'object', properties: { id: { type: 'string' }, reject: DIGITS } },
        response: describeResponses('SampleResponse'),
      },
    },
    async ({ params }) => buildSample(studio, params.id, Number(params.reject)),
  );
}
