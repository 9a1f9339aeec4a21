import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  type NamedSchema,
  objectSchema,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const mapSummary: NamedSchema = {
  $id: 'MapSummary',
  ...objectSchema({
    name: TEXT,
    title: TEXT,
    entity: { enum: ['asset', 'finding'] },
    from: { ...TEXT, description: 'The stream.' },
  }),
};

const connectorSummary: NamedSchema = {
  $id: 'ConnectorSummary',
  ...objectSchema(
    {
      id: TEXT,
      title: TEXT,
      version: TEXT,
      vendor: TEXT,
      product: TEXT,
      category: TEXT,
      summary: TEXT,
      assetTypes: listSchema(TEXT),
      findingTypes: listSchema(TEXT),
      delta: FLAG,
      maps: listSchema(refTo('MapSummary')),
      problems: { ...COUNT, description: 'Issues of the manifest, warnings included.' },
      origin: {
        enum: ['catalogue', 'own', 'demo'],
        description: "Of the catalogue; a manifest of the user's; a copy in memory that the demo made.",
      },
      writable: { ...FLAG, description: 'Saving writes its file.' },
    },
    ['version', 'vendor', 'product', 'category', 'summary'],
  ),
};

const catalogueAnswer: NamedSchema = {
  $id: 'CatalogueAnswer',
  ...objectSchema({
    version: { ...TEXT, description: "Mapwright's." },
    demo: { ...FLAG, description: 'Started with --demo: simulated vendors, made-up data.' },
    write: { ...FLAG, description: 'Started with --write.' },
    start: { ...TEXT, description: 'Where a visitor begins: a path of the page.' },
    connectors: listSchema(refTo('ConnectorSummary')),
  }),
};

const sampleSummary: NamedSchema = {
  $id: 'SampleSummary',
  description: 'A page that a recorded case holds.',
  ...objectSchema({
    name: { ...TEXT, description: 'For the sample’s address: <case>.<stream>.<number>.' },
    title: TEXT,
    case: TEXT,
    stream: TEXT,
    maps: { ...listSchema(TEXT), description: 'Maps that its items are for.' },
    items: { ...COUNT, description: 'How many items the page holds.' },
  }),
};

const connectorAnswer: NamedSchema = {
  $id: 'ConnectorAnswer',
  ...objectSchema(
    {
      connector: refTo('ConnectorSummary'),
      manifest: { ...TEXT, description: 'As it stands in its file.' },
      file: { ...TEXT, description: 'The file, as the user knows it.' },
      problems: listSchema(refTo('Issue')),
      settings: { type: 'object', additionalProperties: true, description: 'JSON Schema of the settings.' },
      filters: recordSchema(JSON_VALUE),
      enums: recordSchema(JSON_VALUE),
      streams: listSchema(objectSchema({ name: TEXT, title: TEXT, description: TEXT }, ['title', 'description'])),
      samples: listSchema(refTo('SampleSummary')),
      example: { ...recordSchema(JSON_VALUE), description: 'Settings that lead to the simulated vendor of the demo.' },
    },
    ['file', 'example'],
  ),
};

const sampleAnswer: NamedSchema = {
  $id: 'SampleAnswer',
  ...objectSchema({ name: TEXT, text: { ...TEXT, description: 'For `sample` of POST /api/preview.' } }),
};

const guideAnswer: NamedSchema = { $id: 'GuideAnswer', ...objectSchema({ markdown: TEXT }) };

const saveRequest: NamedSchema = {
  $id: 'SaveRequest',
  ...objectSchema({
    text: TEXT,
    before: { ...TEXT, description: 'The text that the editor began with: refused when the file holds another one.' },
  }),
};

const saveAnswer: NamedSchema = {
  $id: 'SaveAnswer',
  ...objectSchema({ problems: listSchema(refTo('Issue')), file: TEXT }, ['file']),
};

const saveTestRequest: NamedSchema = {
  $id: 'SaveTestRequest',
  ...objectSchema(
    {
      name: { ...TEXT, pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'Of the new case.' },
      description: { ...TEXT, maxLength: 1_000, description: 'What the case shows.' },
      map: TEXT,
      sample: TEXT,
      manifest: { ...TEXT, description: 'As it is in the editor; the expected records are what it gives.' },
      from: { ...TEXT, description: 'The recorded case that the sample came from.' },
    },
    ['from'],
  ),
};

const saveTestAnswer: NamedSchema = {
  $id: 'SaveTestAnswer',
  ...objectSchema({ files: listSchema(TEXT), asset: COUNT, finding: COUNT, rejects: COUNT }),
};

/** The catalogue, one connector with its samples and guide, and what is written to its folder. */
export const CATALOGUE_SCHEMAS: readonly NamedSchema[] = [
  mapSummary,
  connectorSummary,
  catalogueAnswer,
  sampleSummary,
  connectorAnswer,
  sampleAnswer,
  guideAnswer,
  saveRequest,
  saveAnswer,
  saveTestRequest,
  saveTestAnswer,
];
