import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  MOMENT,
  type NamedSchema,
  nullable,
  OPEN_OBJECT,
  objectSchema,
  refTo,
  TEXT,
} from './schema.ts';

const transformMap: NamedSchema = {
  $id: 'TransformMap',
  ...objectSchema({
    id: { ...TEXT, description: "`<connector>/<map>` for a connector's own map; encode it in URLs." },
    name: TEXT,
    connector: { ...TEXT, description: 'As in Connection.' },
    map: { ...TEXT, description: 'Map of the manifest that it replaces.' },
    version: { ...TEXT, description: 'Connector version for which it was created.' },
    readOnly: FLAG,
    spec: { ...OPEN_OBJECT, description: 'Map as in a manifest.' },
    usedBy: {
      ...listSchema(TEXT),
      description: "Names of the connections that use it; empty for a connector's own map.",
    },
    updatedAt: nullable(MOMENT),
  }),
};

const mapsResponse: NamedSchema = { $id: 'MapsResponse', ...objectSchema({ maps: listSchema(refTo('TransformMap')) }) };
const mapResponse: NamedSchema = { $id: 'MapResponse', ...objectSchema({ map: refTo('TransformMap') }) };

const cloneRequest: NamedSchema = {
  $id: 'CloneRequest',
  ...objectSchema(
    {
      from: { ...TEXT, description: 'Id of the map to clone.' },
      name: { ...TEXT, maxLength: 1_000 },
      spec: { ...OPEN_OBJECT, description: 'Replaces the spec of the cloned map.' },
    },
    ['spec'],
  ),
};

const mapEditRequest: NamedSchema = {
  $id: 'MapEditRequest',
  ...objectSchema(
    {
      spec: OPEN_OBJECT,
      seen: {
        ...MOMENT,
        description: '`updatedAt` that the editor loaded; the request fails when the map has changed since.',
      },
    },
    ['seen'],
  ),
};

const mapIssuesRequest: NamedSchema = { $id: 'MapIssuesRequest', ...objectSchema({ spec: JSON_VALUE }) };

const mapIssuesResponse: NamedSchema = {
  $id: 'MapIssuesResponse',
  description: 'Paths are JSON pointers into the map.',
  ...objectSchema({ issues: listSchema(refTo('Issue')) }),
};

const mapDiffRequest: NamedSchema = {
  $id: 'MapDiffRequest',
  ...objectSchema(
    {
      with: { ...TEXT, description: "Id of the map to compare with; the connector's own map when absent." },
      spec: { ...OPEN_OBJECT, description: 'Replaces the saved spec.' },
      samples: {
        ...listSchema(objectSchema({ name: TEXT, text: TEXT })),
        maxItems: 20,
        description: "Payloads as in `sample` of PreviewRequest; the connector's recorded cases when absent.",
      },
    },
    ['with', 'spec', 'samples'],
  ),
};

const fieldChange: NamedSchema = {
  $id: 'FieldChange',
  ...objectSchema(
    {
      path: TEXT,
      before: { ...JSON_VALUE, description: 'Absent when the field was added.' },
      after: { ...JSON_VALUE, description: 'Absent when the field was removed.' },
    },
    ['before', 'after'],
  ),
};

const mapDiff: NamedSchema = {
  $id: 'MapDiff',
  description: 'Differences between the outputs of two maps over samples.',
  ...objectSchema({
    samples: COUNT,
    unchanged: COUNT,
    changes: listSchema(
      objectSchema({
        sample: TEXT,
        id: TEXT,
        change: { enum: ['added', 'removed', 'changed'] },
        fields: listSchema(refTo('FieldChange')),
      }),
    ),
    rejects: objectSchema({
      before: COUNT,
      after: COUNT,
      reasons: {
        ...listSchema(objectSchema({ code: TEXT, pointer: TEXT, message: TEXT })),
        description: 'Reasons that only the new map causes.',
      },
    }),
  }),
};

/** Schemas of transform maps. */
export const MAP_SCHEMAS: readonly NamedSchema[] = [
  transformMap,
  mapsResponse,
  mapResponse,
  cloneRequest,
  mapEditRequest,
  mapIssuesRequest,
  mapIssuesResponse,
  mapDiffRequest,
  fieldChange,
  mapDiff,
];
