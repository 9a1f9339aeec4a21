import type { FastifyInstance } from 'fastify';
import { guideOf, invalidManifest, type Manifest } from '../../../engine/index.ts';
import type { Samples } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import type { Shelved } from '../shelf.ts';
import type { Sample, Studio } from '../studio.ts';

const mapsOf = ({ maps }: Manifest) =>
  Object.entries(maps).map(([name, { title, to, from }]) => ({ name, title: title ?? name, entity: to, from }));

/** A user's own manifest may be written when the studio may write; the catalogue's only in a checkout of it. */
export const isWritable = ({ place }: Shelved, { write }: Studio): boolean =>
  write && place.text === undefined && (place.origin === 'own' || !/[\\/]node_modules[\\/]/.test(place.file));

const summaryOf = (connector: Shelved, studio: Studio) => {
  const { id, manifest, issues, place } = connector;
  const about = manifest?.about;
  return {
    id,
    title: manifest?.title ?? id,
    assetTypes: about?.assetTypes ?? [],
    findingTypes: about?.findingTypes ?? [],
    delta: about?.delta ?? false,
    maps: manifest ? mapsOf(manifest) : [],
    problems: issues.length,
    origin: place.origin,
    writable: isWritable(connector, studio),
    ...(manifest && about
      ? {
          version: manifest.version,
          vendor: about.vendor,
          product: about.product,
          category: about.category,
          summary: about.summary,
        }
      : {}),
  };
};

const sampleOf = ({ name, title, case: from, stream, items }: Sample, manifest: Manifest | undefined) => ({
  name,
  title,
  case: from,
  stream,
  items,
  maps: Object.entries(manifest?.maps ?? {}).flatMap(([map, spec]) => (spec.from === stream ? [map] : [])),
});

const streamsOf = ({ streams }: Manifest) =>
  Object.entries(streams).map(([name, { title, description }]) => ({
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  }));

const connectorOf = (connector: Shelved, samples: readonly Sample[], studio: Studio) => {
  const { manifest, place, text, issues } = connector;
  return {
    connector: summaryOf(connector, studio),
    manifest: text,
    ...(place.text === undefined ? { file: place.file } : {}),
    ...(place.example ? { example: place.example } : {}),
    problems: issues,
    settings: manifest?.settings ?? {},
    filters: manifest?.filters ?? {},
    enums: manifest?.enums ?? {},
    streams: manifest ? streamsOf(manifest) : [],
    samples: samples.map((sample) => sampleOf(sample, manifest)),
  };
};

interface Of {
  readonly Params: { readonly id: string };
}

/** The connectors of this studio: the list, one of them, its guide, its samples. */
export function catalogueRoutes(app: FastifyInstance, studio: Studio, samples: Samples): void {
  const { shelf, version, demo, write, start = '/' } = studio;
  const answers = (name: string) => ({ 200: refTo(name), '4xx': refTo('Failure') });

  app.get(
    '/api/catalogue',
    { schema: { summary: 'All connectors', response: answers('CatalogueAnswer') } },
    async () => {
      const connectors = (await shelf.all()).map((connector) => summaryOf(connector, studio));
      return { version, demo, write, start, connectors };
    },
  );

  app.get<Of>(
    '/api/connectors/:id',
    { schema: { summary: 'One connector', response: answers('ConnectorAnswer') } },
    async ({ params }) => {
      const connector = await shelf.find(params.id);
      return connectorOf(connector, await samples.of(connector), studio);
    },
  );

  app.get<Of>(
    '/api/connectors/:id/guide',
    { schema: { summary: 'The guide, in Markdown', response: answers('GuideAnswer') } },
    async ({ params }) => {
      const { manifest, issues } = await shelf.find(params.id);
      if (manifest) return { markdown: guideOf(manifest) };
      throw invalidManifest(params.id, issues);
    },
  );

  app.get<{ Params: { readonly id: string; readonly name: string } }>(
    '/api/connectors/:id/samples/:name',
    { schema: { summary: 'A payload to try maps on', response: answers('SampleAnswer') } },
    async ({ params }) => {
      const { name, text } = await samples.find(await shelf.find(params.id), params.name);
      return { name, text };
    },
  );
}
