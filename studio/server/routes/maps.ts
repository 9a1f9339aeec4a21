import type { FastifyInstance } from 'fastify';
import {
  asMap,
  cloneMap,
  deleteMap,
  diffMaps,
  editMap,
  engineError,
  listMaps,
  type Manifest,
  type MapPlace,
  type MapSample,
  mapIssues,
  type Sandbox,
  showMap,
  type TransformMap,
  withMap,
} from '../../../engine/index.ts';
import { recordingsOf } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import { shownMap } from '../shown.ts';
import type { Studio } from '../studio.ts';
import { answers, type ById, queryOf } from './answers.ts';

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

const SAMPLE_BYTES = 8 << 20;

/** Samples are mapped where a clumsy expression does no harm. */
const placeIn = (sandbox: Sandbox): MapPlace => ({
  preview: (manifest, map, sample) => sandbox.call('preview', { manifest, map, sample }),
  replay: (manifest, recording) => sandbox.call('replay', { manifest, recording }),
});

/** A map that somebody wrote is judged in the sandbox first: what is too much for it goes no further. */
async function judge(sandbox: Sandbox, manifest: Manifest, name: string, spec: unknown): Promise<void> {
  await sandbox.call('validate', { text: JSON.stringify(withMap(manifest, name, spec as never)) });
}

async function samplesFor(
  { connectors }: Studio,
  ref: string,
  given: Diff['Body']['samples'],
): Promise<readonly MapSample[]> {
  if (given) return given.map(({ name, text }) => ({ kind: 'payload', name, text }) as const);
  const connector = await connectors.shelved(ref);
  const recordings = connector ? await recordingsOf(connector) : [];
  if (recordings.length > 0)
    return recordings.map(([name, recording]) => ({ kind: 'recording', name, recording }) as const);
  throw engineError('ANSWER_NEEDED', {
    question: 'the connector has no recorded cases',
    fix: 'Give payloads as samples.',
  });
}

async function diffOf(studio: Studio, id: string, { with: other, spec, samples }: Diff['Body']) {
  const { parts, working } = studio;
  const { platform } = parts;
  const map = await showMap(platform, id);
  const manifest = await platform.manifestOf(map.connector);
  if (spec) await judge(working, manifest, map.map, spec);
  const after = spec ? asMap(manifest, map.map, spec) : map.spec;
  // A spec that is not saved yet is compared with the map as it is saved.
  const before =
    spec && other === undefined ? map.spec : (await showMap(platform, other ?? `${map.connector}/${map.map}`)).spec;
  const compared = { map: map.map, before, after, place: placeIn(working) };
  return diffMaps(manifest, compared, await samplesFor(studio, map.connector, samples));
}

function readRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, working } = studio;
  const { platform } = parts;

  app.get<List>(
    '/api/maps',
    {
      schema: {
        summary: "Connectors' own maps and their clones",
        querystring: queryOf({ connector: { type: 'string' } }),
        response: answers('MapsAnswer'),
      },
    },
    async ({ query: { connector } }) => {
      const refs = connector === undefined ? await connectors.refs() : [await connectors.refOf(connector)];
      const named = await connectors.names();
      return { maps: (await listMaps(platform, refs)).map((map) => shownMap(map, named)) };
    },
  );

  app.get<ById>(
    '/api/maps/:id',
    { schema: { summary: 'One map', response: answers('MapAnswer') } },
    async ({ params }) => ({ map: shownMap(await showMap(platform, params.id), await connectors.names()) }),
  );

  app.post<Issues>(
    '/api/maps/:id/issues',
    {
      schema: {
        summary: 'Every problem of a spec in place of a map',
        body: refTo('MapIssuesRequest'),
        response: answers('MapIssuesAnswer'),
      },
    },
    async ({ params, body: { spec } }) => {
      const { connector, map } = await showMap(platform, params.id);
      const manifest = await platform.manifestOf(connector);
      await judge(working, manifest, map, spec);
      return { issues: mapIssues(manifest, map, spec) };
    },
  );

  app.post<Diff>(
    '/api/maps/:id/diff',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'What comes out differently, over samples',
        body: refTo('MapDiffRequest'),
        response: answers('MapDiff'),
      },
    },
    async ({ params, body }) => diffOf(studio, params.id, body),
  );
}

function writeRoutes(app: FastifyInstance, studio: Studio): void {
  const { parts, connectors, working } = studio;
  const { platform } = parts;
  const answerOf = async (map: TransformMap) => ({ map: shownMap(map, await connectors.names()) });
  const judged = async (id: string, spec: unknown) => {
    const { connector, map } = await showMap(platform, id);
    await judge(working, await platform.manifestOf(connector), map, spec);
  };

  app.post<Clone>(
    '/api/maps',
    {
      schema: {
        summary: 'Clones a map; the clone may be edited',
        body: refTo('CloneRequest'),
        response: answers('MapAnswer', 201),
      },
    },
    async ({ body }, reply) => {
      if (body.spec) await judged(body.from, body.spec);
      return reply.code(201).send(await answerOf(await cloneMap(platform, body)));
    },
  );

  app.put<Edit>(
    '/api/maps/:id',
    {
      schema: {
        summary: "Replaces a clone's spec; connections take it with their next run",
        body: refTo('MapEditRequest'),
        response: answers('MapAnswer'),
      },
    },
    async ({ params, body }) => {
      await judged(params.id, body.spec);
      return answerOf(await editMap(platform, params.id, body));
    },
  );

  app.delete<ById>(
    '/api/maps/:id',
    { schema: { summary: 'Deletes a clone that no connection uses', response: answers('MapAnswer') } },
    async ({ params }) => answerOf(await deleteMap(platform, params.id)),
  );
}

/** Transform maps: a connector's own, which are read-only, and clones of them. */
export function mapRoutes(app: FastifyInstance, studio: Studio): void {
  readRoutes(app, studio);
  writeRoutes(app, studio);
}
