import type { FastifyInstance } from 'fastify';
import {
  formatSample,
  listRunSamples,
  type Manifest,
  type RunSample,
  readConnectionRow,
  readRunSample,
} from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

const listMapsFrom = (manifest: Manifest | undefined, stream: string): readonly string[] =>
  Object.entries(manifest?.maps ?? {}).flatMap(([map, { from }]) => (from === stream ? [map] : []));

const toSummary = ({ name, stream, items, run }: RunSample, manifest: Manifest | undefined) => ({
  ...{ name, stream, items, run },
  maps: listMapsFrom(manifest, stream),
});

/** Adds the routes of the samples that the last run of a connection stored. */
export function addRunSampleRoutes(app: FastifyInstance, { parts, connectors }: Studio): void {
  const { db } = parts.platform.store;

  app.get<ById>(
    '/api/connections/:id/samples',
    {
      schema: {
        summary: 'Lists the samples of the last run: the first items of each stream, with redacted secrets',
        response: describeResponses('RunSamplesResponse'),
      },
    },
    async ({ params }) => {
      const { id, connector } = await readConnectionRow(db, params.id);
      const manifest = (await connectors.manifests())(connector);
      return { samples: (await listRunSamples(db, id)).map((sample) => toSummary(sample, manifest)) };
    },
  );

  app.get<{ Params: { readonly id: string; readonly name: string } }>(
    '/api/connections/:id/samples/:name',
    { schema: { summary: 'Returns a sample of the last run', response: describeResponses('SampleResponse') } },
    async ({ params }) => {
      const sample = await readRunSample(db, params.id, params.name);
      return { name: sample.name, text: formatSample(sample) };
    },
  );
}
