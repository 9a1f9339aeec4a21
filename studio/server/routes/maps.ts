import type { FastifyInstance } from 'fastify';
import {
  cloneMap,
  deleteMap,
  diffMaps,
  editMap,
  engineError,
  findMapIssues,
  listMaps,
  type Manifest,
  type MapRunner,
  type MapSample,
  parseMap,
  readMap,
  replaceMap,
  type Sandbox,
  type TransformMap,
} from '../../../engine/index.ts';
import { toApiMap } from '../api-shapes.ts';
import { readRecordings, SAMPLE_BYTES } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeQuery, describeResponses } from './responses.ts';

interface List {
  readonly Querystring: { readonly connector?: string };
}

interface Clone {
  readonly Body: { readonly from: string; readonly name: string; readonly spec?: object };
}

interface Edit extends ById {
  readonly Body: { readonly spec: object; readonly seen?: number };
}

interface Issues extends ById {
  readonly Body: { readonly spec: unknown };
}

interface Diff extends ById {
  readonly Body: {
    readonly with?: string;
    readonly spec?: object;
    readonly samples?: readonly { readonly name: string; readonly text: string }[];
  };
}

/** Runs maps in the sandbox, where an expensive expression cannot block the studio. */
const createMapRunner = (sandbox: Sandbox): MapRunner => ({
  preview: (manifest, map, sample) => sandbox.call('preview', { manifest, map, sample }),
  replay: (manifest, recording) => sandbox.call('replay', { manifest, recording }),
});

/** Validates a user's map in the sandbox first. Rejects with the sandbox's error when it exceeds time or memory. */
async function validateInSandbox(sandbox: Sandbox, manifest: Manifest, name: string, spec: unknown): Promise<void> {
  await sandbox.call('validate', { text: JSON.stringify(replaceMap(manifest, name, spec as never)) });
}

async function findSamples(
  { connectors }: Studio,
  ref: string,
  payloads: Diff['Body']['samples'],
): Promise<readonly MapSample[]> {
  if (payloads) return payloads.map(({ name, text }) => ({ kind: 'payload', name, text }) as const);
  const connector = await connectors.shelved(ref);
  const recordings = connector ? await readRecordings(connector) : [];
  if (recordings.length > 0)
    return recordings.map(([name, recording]) => ({ kind: 'recording', name, recording }) as const);
  throw engineError('ANSWER_NEEDED', {
    question: 'the connector has no recorded cases',
    fix: 'Send payloads in `samples`.',
  });
}

async function buildDiff(studio: Studio, id: string, { with: other, spec, samples }: Diff['Body']) {
  const { parts, working } = studio;
  const { platform } = parts;
  const map = await readMap(platform, id);
  const manifest = await platform.manifestOf(map.connector);
  if (spec) await validateInSandbox(working, manifest, map.map, spec);
  const after = spec ? parseMap(manifest, map.map, spec) : map.spec;
  // An unsaved spec is compared with the saved map.
  const before =
    spec && other === undefined ? map.spec : (await readMap(platform, other ?? `${map.connector}/${map.map}`)).spec;
  const compared = { map: map.map, before, after, runner: createMapRunner(working) };
  return diffMaps(manifest, compared, await findSamples(studio, map.connector, samples));
}

function addReadRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, working } = studio;
  const { platform } = parts;

  app.get<List>(
    '/api/maps',
    {
      schema: {
        summary: 'Lists the maps of connectors and their clones',
        querystring: describeQuery({ connector: { type: 'string' } }),
        response: describeResponses('MapsResponse'),
      },
    },
    async ({ query: { connector } }) => {
      const refs = connector === undefined ? await connectors.refs() : [await connectors.refOf(connector)];
      const nameOf = await connectors.names();
      return { maps: (await listMaps(platform, refs)).map((map) => toApiMap(map, nameOf)) };
    },
  );

  app.get<ById>(
    '/api/maps/:id',
    { schema: { summary: 'Returns a map', response: describeResponses('MapResponse') } },
    async ({ params }) => ({ map: toApiMap(await readMap(platform, params.id), await connectors.names()) }),
  );

  app.post<Issues>(
    '/api/maps/:id/issues',
    {
      schema: {
        summary: 'Validates a map spec',
        body: refTo('MapIssuesRequest'),
        response: describeResponses('MapIssuesResponse'),
      },
    },
    async ({ params, body: { spec } }) => {
      const { connector, map } = await readMap(platform, params.id);
      const manifest = await platform.manifestOf(connector);
      await validateInSandbox(working, manifest, map, spec);
      return { issues: findMapIssues(manifest, map, spec) };
    },
  );

  app.post<Diff>(
    '/api/maps/:id/diff',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Compares the output of two maps over samples',
        body: refTo('MapDiffRequest'),
        response: describeResponses('MapDiff'),
      },
    },
    async ({ params, body }) => buildDiff(studio, params.id, body),
  );
}

function addWriteRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, working } = studio;
  const { platform } = parts;
  const toResponse = async (map: TransformMap) => ({ map: toApiMap(map, await connectors.names()) });
  const validateSpec = async (id: string, spec: unknown) => {
    const { connector, map } = await readMap(platform, id);
    await validateInSandbox(working, await platform.manifestOf(connector), map, spec);
  };

  app.post<Clone>(
    '/api/maps',
    {
      schema: {
        summary: 'Clones a map into an editable one',
        body: refTo('CloneRequest'),
        response: describeResponses('MapResponse', 201),
      },
    },
    async ({ body }, reply) => {
      if (body.spec) await validateSpec(body.from, body.spec);
      return reply.code(201).send(await toResponse(await cloneMap(platform, body)));
    },
  );

  app.put<Edit>(
    '/api/maps/:id',
    {
      schema: {
        summary: "Replaces a clone's spec; connections use it from their next run",
        body: refTo('MapEditRequest'),
        response: describeResponses('MapResponse'),
      },
    },
    async ({ params, body }) => {
      await validateSpec(params.id, body.spec);
      return toResponse(await editMap(platform, params.id, body));
    },
  );

  app.delete<ById>(
    '/api/maps/:id',
    { schema: { summary: 'Deletes a clone that no connection uses', response: describeResponses('MapResponse') } },
    async ({ params }) => toResponse(await deleteMap(platform, params.id)),
  );
}

/** Adds the routes of transform maps: connectors' own maps, which are read-only, and clones. */
export function addMapRoutes(app: FastifyInstance, studio: Studio): void {
  addReadRoutes(app, studio);
  addWriteRoutes(app, studio);
}
