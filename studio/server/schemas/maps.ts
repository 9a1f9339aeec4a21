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
    id: { ...TEXT, description: "Of a connector's own map `<connector>/<map>`: encode it in a path." },
    name: TEXT,
    connector: { ...TEXT, description: 'As of a Connection.' },
    map: { ...TEXT, description: "The name of the manifest's map that it stands for." },
    version: { ...TEXT, description: 'Of the connector that it was made for.' },
    readOnly: FLAG,
    spec: { ...OPEN_OBJECT, description: 'As a map stands in a manifest.' },
    usedBy: {
      ...listSchema(TEXT),
      description: "Names of the connections that chose it; of a connector's own none are named.",
    },
    updatedAt: nullable(MOMENT),
  }),
};

const mapsAnswer: NamedSchema = { $id: 'MapsAnswer', ...objectSchema({ maps: listSchema(refTo('TransformMap')) }) };
const mapAnswer: NamedSchema = { $id: 'MapAnswer', ...objectSchema({ map: refTo('TransformMap') }) };

const cloneRequest: NamedSchema = {
  $id: 'CloneRequest',
  ...objectSchema(
    {
      from: { ...TEXT, description: 'Id of the map that is cloned.' },
      name: { ...TEXT, maxLength: 1_000 },
      spec: { ...OPEN_OBJECT, description: 'In place of that of the map.' },
    },
    ['spec'],
  ),
};

const mapEditRequest: NamedSchema = {
  $id: 'MapEditRequest',
  ...objectSchema(
    {
      spec: OPEN_OBJECT,
      seen: { ...MOMENT, description: '`updatedAt` that the editor saw: refused when another was quicker.' },
    },
    ['seen'],
  ),
};

const mapIssuesRequest: NamedSchema = { $id: 'MapIssuesRequest', ...objectSchema({ spec: JSON_VALUE }) };

const mapIssuesAnswer: NamedSchema = {
  $id: 'MapIssuesAnswer',
  description: 'Paths are pointers into the map.',
  ...objectSchema({ issues: listSchema(refTo('Issue')) }),
};

const mapDiffRequest: NamedSchema = {
  $id: 'MapDiffRequest',
  ...objectSchema(
    {
      with: { ...TEXT, description: "Id of the map that it is compared with; the connector's own when absent." },
      spec: { ...OPEN_OBJECT, description: 'In place of what is saved.' },
      samples: {
        ...listSchema(objectSchema({ name: TEXT, text: TEXT })),
        maxItems: 20,
        description: "Payloads, as `sample` of a PreviewRequest; the connector's recorded cases when absent.",
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
      before: { ...JSON_VALUE, description: 'Absent: it was not there.' },
      after: { ...JSON_VALUE, description: 'Absent: it is not there.' },
    },
    ['before', 'after'],
  ),
};

const mapDiff: NamedSchema = {
  $id: 'MapDiff',
  description: 'What comes out differently, over samples.',
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
        description: 'Those that are new.',
      },
    }),
  }),
};

/** Transform maps. */
export const MAP_SCHEMAS: readonly NamedSchema[] = [
  transformMap,
  mapsAnswer,
  mapAnswer,
  cloneRequest,
  mapEditRequest,
  mapIssuesRequest,
  mapIssuesAnswer,
  mapDiffRequest,
  fieldChange,
  mapDiff,
];
