import type { FastifyInstance } from 'fastify';
import {
  findEntity,
  invalidManifest,
  listConsentSettings,
  listEvidence,
  type Manifest,
  renderGuide,
} from '../../../engine/index.ts';
import type { CatalogueEntry } from '../connector-catalogue.ts';
import type { Samples } from '../samples.ts';
import type { Sample, Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

const listMaps = (manifest: Manifest) =>
  Object.entries(manifest.maps).map(([name, { title, to, from }]) => ({
    name,
    title: title ?? name,
    entity: to,
    entityTitle: findEntity(manifest, to).title,
    from,
  }));

/** With --write, custom manifests are writable, and those of the catalogue in a checkout of the repository. */
export const isWritable = ({ source }: CatalogueEntry, { write }: Studio): boolean =>
  write && source.text === undefined && (source.origin === 'own' || !/[\\/]node_modules[\\/]/.test(source.file));

const toSummary = (connector: CatalogueEntry, studio: Studio) => {
  const { id, manifest, issues, source } = connector;
  const about = manifest?.about;
  return {
    id,
    title: manifest?.title ?? id,
    assetTypes: about?.assetTypes ?? [],
    findingTypes: about?.findingTypes ?? [],
    delta: about?.delta ?? false,
    evidence: listEvidence(about?.verified ?? []),
    maps: manifest ? listMaps(manifest) : [],
    problems: issues.length,
    origin: source.origin,
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

const toSampleSummary = ({ name, title, case: from, stream, items }: Sample, manifest: Manifest | undefined) => ({
  name,
  title,
  case: from,
  stream,
  items,
  maps: Object.entries(manifest?.maps ?? {}).flatMap(([map, spec]) => (spec.from === stream ? [map] : [])),
});

const listStreams = ({ streams }: Manifest) =>
  Object.entries(streams).map(([name, { title, description }]) => ({
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  }));

const toConnectorResponse = (connector: CatalogueEntry, samples: readonly Sample[], studio: Studio) => {
  const { manifest, source, text, issues } = connector;
  return {
    connector: toSummary(connector, studio),
    manifest: text,
    ...(source.text === undefined ? { file: source.file } : {}),
    ...(source.example ? { example: source.example } : {}),
    problems: issues,
    settings: manifest?.settings ?? {},
    consent: manifest ? listConsentSettings(manifest) : [],
    filters: manifest?.filters ?? {},
    enums: manifest?.enums ?? {},
    streams: manifest ? listStreams(manifest) : [],
    samples: samples.map((sample) => toSampleSummary(sample, manifest)),
  };
};

/** Adds the routes of connectors: list, details, guide, samples. */
export function addCatalogueRoutes(app: FastifyInstance, studio: Studio, samples: Samples): void {
  const { catalogue, version, demo, write, start = '/' } = studio;

  app.get(
    '/api/catalogue',
    { schema: { summary: 'Lists all connectors', response: describeResponses('CatalogueResponse') } },
    async () => {
      const connectors = (await catalogue.all()).map((connector) => toSummary(connector, studio));
      return { version, demo, write, start, connectors };
    },
  );

  app.get<ById>(
    '/api/connectors/:id',
    {
      schema: {
        summary: 'Returns a connector with its manifest and samples',
        response: describeResponses('ConnectorResponse'),
      },
    },
    async ({ params }) => {
      const connector = await catalogue.find(params.id);
      return toConnectorResponse(connector, await samples.of(connector), studio);
    },
  );

  app.get<ById>(
    '/api/connectors/:id/guide',
    { schema: { summary: "Returns a connector's guide in Markdown", response: describeResponses('GuideResponse') } },
    async ({ params }) => {
      const { manifest, issues } = await catalogue.find(params.id);
      if (manifest) return { markdown: renderGuide(manifest) };
      throw invalidManifest(params.id, issues);
    },
  );

  app.get<{ Params: { readonly id: string; readonly name: string } }>(
    '/api/connectors/:id/samples/:name',
    { schema: { summary: 'Returns a sample payload', response: describeResponses('SampleResponse') } },
    async ({ params }) => {
      const { name, text } = await samples.find(await catalogue.find(params.id), params.name);
      return { name, text };
    },
  );
}
