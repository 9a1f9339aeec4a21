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
    entity: { ...TEXT, description: 'Entity of the records: asset, finding, or one that the manifest declares.' },
    entityTitle: TEXT,
    from: { ...TEXT, description: 'Stream whose items the map reads.' },
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
      evidence: { ...listSchema(TEXT), description: 'What the parts of the connector were checked against.' },
      maps: listSchema(refTo('MapSummary')),
      problems: { ...COUNT, description: 'Number of manifest issues, including warnings.' },
      origin: {
        enum: ['catalogue', 'own', 'demo'],
        description: 'catalogue; own: a custom manifest; demo: a copy in memory.',
      },
      writable: { ...FLAG, description: 'The manifest can be saved to its file.' },
    },
    ['version', 'vendor', 'product', 'category', 'summary'],
  ),
};

const catalogueResponse: NamedSchema = {
  $id: 'CatalogueResponse',
  ...objectSchema({
    version: { ...TEXT, description: 'Version of Mapwright.' },
    demo: { ...FLAG, description: 'Started with --demo: simulated vendors and data.' },
    write: { ...FLAG, description: 'Started with --write.' },
    start: { ...TEXT, description: 'Path of the first screen.' },
    connectors: listSchema(refTo('ConnectorSummary')),
  }),
};

const sampleSummary: NamedSchema = {
  $id: 'SampleSummary',
  description: 'Page of a recorded case.',
  ...objectSchema({
    name: { ...TEXT, description: 'Name in URLs: <case>.<stream>.<number>.' },
    title: TEXT,
    case: TEXT,
    stream: TEXT,
    maps: { ...listSchema(TEXT), description: 'Maps that read its items.' },
    items: { ...COUNT, description: 'Number of items on the page.' },
  }),
};

const connectorResponse: NamedSchema = {
  $id: 'ConnectorResponse',
  ...objectSchema(
    {
      connector: refTo('ConnectorSummary'),
      manifest: { ...TEXT, description: 'Text of the manifest.' },
      file: { ...TEXT, description: 'Path of the manifest; absent for a copy in memory.' },
      problems: listSchema(refTo('Issue')),
      settings: { type: 'object', additionalProperties: true, description: 'JSON Schema of the settings.' },
      consent: {
        ...listSchema(TEXT),
        description: "Secret settings that a person's consent fills in: POST /api/consents.",
      },
      filters: recordSchema(JSON_VALUE),
      enums: recordSchema(JSON_VALUE),
      streams: listSchema(objectSchema({ name: TEXT, title: TEXT, description: TEXT }, ['title', 'description'])),
      samples: listSchema(refTo('SampleSummary')),
      example: {
        ...recordSchema(JSON_VALUE),
        description: 'Settings that connect to the simulated vendor of the demo.',
      },
    },
    ['file', 'example'],
  ),
};

const sampleResponse: NamedSchema = {
  $id: 'SampleResponse',
  ...objectSchema({ name: TEXT, text: { ...TEXT, description: 'Value for `sample` of POST /api/preview.' } }),
};

const guideResponse: NamedSchema = { $id: 'GuideResponse', ...objectSchema({ markdown: TEXT }) };

const saveRequest: NamedSchema = {
  $id: 'SaveRequest',
  ...objectSchema({
    text: TEXT,
    before: { ...TEXT, description: 'Text that the editor loaded; the request fails when the file has changed since.' },
  }),
};

const saveResponse: NamedSchema = {
  $id: 'SaveResponse',
  ...objectSchema({ problems: listSchema(refTo('Issue')), file: TEXT }, ['file']),
};

const saveTestRequest: NamedSchema = {
  $id: 'SaveTestRequest',
  ...objectSchema(
    {
      name: { ...TEXT, pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'Name of the new case.' },
      description: { ...TEXT, maxLength: 1_000, description: 'Purpose of the case.' },
      map: TEXT,
      sample: TEXT,
      manifest: {
        ...TEXT,
        description: 'Text of the manifest in the editor; its output becomes the expected records.',
      },
      from: { ...TEXT, description: 'Recorded case of the sample.' },
    },
    ['from'],
  ),
};

const saveTestResponse: NamedSchema = {
  $id: 'SaveTestResponse',
  ...objectSchema({ files: listSchema(TEXT), asset: COUNT, finding: COUNT, rejects: COUNT }),
};

/** Schemas of the catalogue: connectors, samples, guides, and saving. */
export const CATALOGUE_SCHEMAS: readonly NamedSchema[] = [
  mapSummary,
  connectorSummary,
  catalogueResponse,
  sampleSummary,
  connectorResponse,
  sampleResponse,
  guideResponse,
  saveRequest,
  saveResponse,
  saveTestRequest,
  saveTestResponse,
];
