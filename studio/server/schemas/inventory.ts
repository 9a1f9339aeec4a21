import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  type NamedSchema,
  NUMBER,
  nullable,
  OPEN_OBJECT,
  objectSchema,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const ENTITY = { enum: ['asset', 'finding'] };

const STORED = {
  id: COUNT,
  connectionId: TEXT,
  connection: { ...TEXT, description: 'Name of the connection; its id when it was deleted.' },
  risk: { ...NUMBER, description: '0 to 100.' },
  firstSeenOn: TEXT,
  lastSeenOn: TEXT,
  changedOn: TEXT,
  runId: { ...TEXT, description: 'Run that last wrote it.' },
};

const assetItem: NamedSchema = {
  $id: 'AssetItem',
  ...objectSchema(
    {
      ...STORED,
      record: { ...OPEN_OBJECT, description: 'See schemas/asset.schema.json.' },
      goneOn: { ...TEXT, description: 'Time of the first complete run without it.' },
    },
    ['risk', 'goneOn'],
  ),
};

const findingItem: NamedSchema = {
  $id: 'FindingItem',
  ...objectSchema(
    {
      ...STORED,
      record: { ...OPEN_OBJECT, description: 'See schemas/finding.schema.json; findingStatus is the current status.' },
      asset: objectSchema({ id: COUNT, name: TEXT, source: TEXT, assetType: TEXT }),
      alsoListedBy: {
        ...listSchema(objectSchema({ id: COUNT, connection: TEXT })),
        description: 'Other connections to the same hosts that list it.',
      },
    },
    ['risk', 'asset', 'alsoListedBy'],
  ),
};

const NEXT = { ...nullable(TEXT), description: '`after` of the next page.' };

const assetsResponse: NamedSchema = {
  $id: 'AssetsResponse',
  ...objectSchema({ demo: FLAG, items: listSchema(refTo('AssetItem')), next: NEXT }),
};
const findingsResponse: NamedSchema = {
  $id: 'FindingsResponse',
  ...objectSchema({ demo: FLAG, items: listSchema(refTo('FindingItem')), next: NEXT }),
};

const risk: NamedSchema = {
  $id: 'Risk',
  ...objectSchema({
    score: NUMBER,
    parts: listSchema(
      objectSchema({ name: TEXT, of: TEXT, value: { ...NUMBER, description: 'Points, or a factor.' } }),
    ),
  }),
};

const writingRun: NamedSchema = {
  $id: 'WritingRun',
  ...objectSchema({ id: TEXT, state: TEXT, reason: TEXT, startedAt: TEXT, finishedAt: TEXT }, [
    'startedAt',
    'finishedAt',
  ]),
};

const statusEntry: NamedSchema = {
  $id: 'StatusEntry',
  ...objectSchema({
    at: TEXT,
    status: TEXT,
    reason: { ...TEXT, description: 'vendor; absent: missing from a complete run; returned: seen again after that.' },
    runId: TEXT,
  }),
};

const DETAIL = {
  raw: { ...JSON_VALUE, description: "The vendor's item, if stored." },
  run: refTo('WritingRun'),
  risk: refTo('Risk'),
  connector: { ...nullable(TEXT), description: 'As in Connection; null when the connection was deleted.' },
};

const findingResponse: NamedSchema = {
  $id: 'FindingResponse',
  ...objectSchema(
    {
      item: refTo('FindingItem'),
      ...DETAIL,
      history: { ...listSchema(refTo('StatusEntry')), description: 'Oldest first.' },
    },
    ['raw', 'run'],
  ),
};

const assetResponse: NamedSchema = {
  $id: 'AssetResponse',
  ...objectSchema(
    {
      item: refTo('AssetItem'),
      ...DETAIL,
      alsoListedBy: {
        ...listSchema(objectSchema({ id: COUNT, connection: TEXT, assetType: TEXT })),
        description: 'The same asset in other connections.',
      },
      findings: { ...recordSchema(COUNT), description: 'Status → number of findings.' },
    },
    ['raw', 'run'],
  ),
};

const facet: NamedSchema = {
  $id: 'Facet',
  ...objectSchema({
    entity: ENTITY,
    field: TEXT,
    values: listSchema(
      objectSchema({
        value: { type: ['string', 'number'] },
        count: COUNT,
        chosen: { ...FLAG, description: 'The query selects this value.' },
        q: { ...TEXT, description: 'Query after toggling this value.' },
      }),
    ),
    others: { ...COUNT, description: 'Number of records with other values.' },
  }),
};

const facetsResponse: NamedSchema = {
  $id: 'FacetsResponse',
  ...objectSchema({
    total: { ...COUNT, description: 'Number of records that match the query.' },
    facets: listSchema(refTo('Facet')),
  }),
};

const weeksResponse: NamedSchema = {
  $id: 'WeeksResponse',
  description: 'Findings by the week in which the vendor first found them, oldest first, including empty weeks.',
  ...objectSchema({
    weeks: listSchema(
      objectSchema({
        week: { ...TEXT, description: 'Monday of the week, in UTC.' },
        severities: { ...recordSchema(COUNT), description: 'Severity ("1" to "5") → number of findings.' },
      }),
    ),
    older: { ...COUNT, description: 'Number of findings that were first found before the first week.' },
  }),
};

const queryRequest: NamedSchema = {
  $id: 'QueryRequest',
  ...objectSchema(
    {
      entity: ENTITY,
      text: { ...TEXT, maxLength: 10_000 },
      cursor: { ...COUNT, description: 'Cursor offset in characters; requests completions.' },
    },
    ['cursor'],
  ),
};

const queryIssue: NamedSchema = {
  $id: 'QueryIssue',
  ...objectSchema({
    code: TEXT,
    message: { ...TEXT, description: 'Includes a suggestion, if any.' },
    fix: TEXT,
    from: { ...COUNT, description: 'Offset in characters.' },
    to: COUNT,
  }),
};

const completion: NamedSchema = {
  $id: 'Completion',
  ...objectSchema({ text: TEXT, kind: { enum: ['field', 'group', 'operator', 'value', 'word'] }, detail: TEXT }),
};

const queryResponse: NamedSchema = {
  $id: 'QueryResponse',
  ...objectSchema({
    issues: listSchema(refTo('QueryIssue')),
    q: { ...nullable(TEXT), description: 'Normalized query; null when it has issues.' },
    completions: {
      ...objectSchema({ from: COUNT, to: COUNT, options: listSchema(refTo('Completion')) }),
      description: 'Best first; an option replaces the text between `from` and `to`. Empty without a cursor.',
    },
  }),
};

const auditEntry: NamedSchema = {
  $id: 'AuditEntry',
  ...objectSchema({
    seq: COUNT,
    at: COUNT,
    actor: TEXT,
    action: { ...TEXT, description: 'connection.create, state.move, map.edit, …' },
    subject: { ...TEXT, description: 'connection:<id>, map:<id>, …' },
    detail: { ...OPEN_OBJECT, description: 'Names, codes and counts; no values.' },
  }),
};

const auditResponse: NamedSchema = {
  $id: 'AuditResponse',
  description: 'Newest first.',
  ...objectSchema({
    entries: listSchema(refTo('AuditEntry')),
    next: { ...nullable(COUNT), description: '`before` of the next page.' },
  }),
};

const auditVerdict: NamedSchema = {
  $id: 'AuditVerdict',
  ...objectSchema({
    ok: FLAG,
    entries: COUNT,
    head: { ...TEXT, description: 'Hash of the last entry; a copy stored elsewhere detects a truncated log.' },
    brokenAt: { ...nullable(COUNT), description: 'First entry that was changed or breaks the chain.' },
  }),
};

const entityCount: NamedSchema = {
  $id: 'EntityCount',
  ...objectSchema({
    entity: TEXT,
    connectionId: TEXT,
    connection: TEXT,
    records: { ...COUNT, description: 'Stored records, including deleted ones.' },
    deleted: { ...COUNT, description: 'Records that a complete run no longer contained.' },
  }),
};

const entitiesResponse: NamedSchema = {
  $id: 'EntitiesResponse',
  ...objectSchema({ entities: listSchema(refTo('EntityCount')) }),
};

const entityItem: NamedSchema = {
  $id: 'EntityItem',
  ...objectSchema({
    id: COUNT,
    entity: TEXT,
    identity: { ...nullable(TEXT), description: 'null if the entity has none: each run appends its records.' },
    connectionId: TEXT,
    connection: TEXT,
    firstSeenOn: TEXT,
    lastSeenOn: TEXT,
    changedOn: TEXT,
    deletedOn: { ...nullable(TEXT), description: 'Time of the first complete run without it.' },
    runId: { ...TEXT, description: 'Run that last wrote it.' },
    record: OPEN_OBJECT,
  }),
};

const recordsResponse: NamedSchema = {
  $id: 'RecordsResponse',
  ...objectSchema({ items: listSchema(refTo('EntityItem')), next: NEXT }),
};

/** Schemas of assets, findings, other records, queries and the audit log. */
export const INVENTORY_SCHEMAS: readonly NamedSchema[] = [
  assetItem,
  findingItem,
  assetsResponse,
  findingsResponse,
  risk,
  writingRun,
  statusEntry,
  findingResponse,
  assetResponse,
  facet,
  facetsResponse,
  weeksResponse,
  entityCount,
  entitiesResponse,
  entityItem,
  recordsResponse,
  queryRequest,
  queryIssue,
  completion,
  queryResponse,
  auditEntry,
  auditResponse,
  auditVerdict,
];
