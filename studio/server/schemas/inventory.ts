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

const KEPT = {
  id: COUNT,
  connectionId: TEXT,
  connection: { ...TEXT, description: 'Its name; its id where it is gone.' },
  risk: { ...NUMBER, description: '0 to 100.' },
  firstSeenOn: TEXT,
  lastSeenOn: TEXT,
  changedOn: TEXT,
  runId: { ...TEXT, description: 'The run that wrote it last.' },
};

const assetItem: NamedSchema = {
  $id: 'AssetItem',
  ...objectSchema(
    {
      ...KEPT,
      record: { ...OPEN_OBJECT, description: 'See schemas/asset.schema.json.' },
      goneOn: { ...TEXT, description: 'When a complete run no longer had it.' },
    },
    ['risk', 'goneOn'],
  ),
};

const findingItem: NamedSchema = {
  $id: 'FindingItem',
  ...objectSchema(
    {
      ...KEPT,
      record: { ...OPEN_OBJECT, description: 'See schemas/finding.schema.json; findingStatus as it stands now.' },
      asset: objectSchema({ id: COUNT, name: TEXT, source: TEXT, assetType: TEXT }),
    },
    ['risk', 'asset'],
  ),
};

const NEXT = { ...nullable(TEXT), description: '`after` of the next page.' };

const assetsAnswer: NamedSchema = {
  $id: 'AssetsAnswer',
  ...objectSchema({ demo: FLAG, items: listSchema(refTo('AssetItem')), next: NEXT }),
};
const findingsAnswer: NamedSchema = {
  $id: 'FindingsAnswer',
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
    reason: { ...TEXT, description: 'vendor; absent: a run no longer had it; returned: one had it again.' },
    runId: TEXT,
  }),
};

const DETAIL = {
  raw: { ...JSON_VALUE, description: "The vendor's item, where it was kept." },
  run: refTo('WritingRun'),
  risk: refTo('Risk'),
  connector: { ...nullable(TEXT), description: 'As of a Connection; null where the connection is gone.' },
};

const findingAnswer: NamedSchema = {
  $id: 'FindingAnswer',
  ...objectSchema(
    {
      item: refTo('FindingItem'),
      ...DETAIL,
      history: { ...listSchema(refTo('StatusEntry')), description: 'Oldest first.' },
    },
    ['raw', 'run'],
  ),
};

const assetAnswer: NamedSchema = {
  $id: 'AssetAnswer',
  ...objectSchema(
    {
      item: refTo('AssetItem'),
      ...DETAIL,
      alsoListedBy: {
        ...listSchema(objectSchema({ id: COUNT, connection: TEXT, assetType: TEXT })),
        description: 'The same asset as other connections list it.',
      },
      findings: { ...recordSchema(COUNT), description: 'How many of each status.' },
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
        chosen: { ...FLAG, description: 'The query asks for it.' },
        q: { ...TEXT, description: 'The query after a click on it.' },
      }),
    ),
    others: { ...COUNT, description: 'Records with values beyond those.' },
  }),
};

const facetsAnswer: NamedSchema = {
  $id: 'FacetsAnswer',
  ...objectSchema({
    total: { ...COUNT, description: 'Records that satisfy the query.' },
    facets: listSchema(refTo('Facet')),
  }),
};

const weeksAnswer: NamedSchema = {
  $id: 'WeeksAnswer',
  description: 'Findings by the week in which the vendor first saw them, oldest week first, none left out.',
  ...objectSchema({
    weeks: listSchema(
      objectSchema({
        week: { ...TEXT, description: 'Its Monday, in UTC.' },
        severities: { ...recordSchema(COUNT), description: 'How many of each severity, "1" to "5".' },
      }),
    ),
  }),
};

const queryRequest: NamedSchema = {
  $id: 'QueryRequest',
  ...objectSchema(
    {
      entity: ENTITY,
      text: { ...TEXT, maxLength: 10_000 },
      cursor: { ...COUNT, description: 'Where the cursor stands: then what could stand there is answered, too.' },
    },
    ['cursor'],
  ),
};

const queryIssue: NamedSchema = {
  $id: 'QueryIssue',
  ...objectSchema({
    code: TEXT,
    message: { ...TEXT, description: 'With a guess at what was meant, where there is one.' },
    fix: TEXT,
    from: { ...COUNT, description: 'Characters into the text.' },
    to: COUNT,
  }),
};

const completion: NamedSchema = {
  $id: 'Completion',
  ...objectSchema({ text: TEXT, kind: { enum: ['field', 'group', 'operator', 'value', 'word'] }, detail: TEXT }),
};

const queryAnswer: NamedSchema = {
  $id: 'QueryAnswer',
  ...objectSchema({
    issues: listSchema(refTo('QueryIssue')),
    q: { ...nullable(TEXT), description: 'As it was understood; null where it has issues.' },
    completions: {
      ...objectSchema({ from: COUNT, to: COUNT, options: listSchema(refTo('Completion')) }),
      description: 'The best first; one replaces the text between `from` and `to`. Empty without a cursor.',
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
    detail: { ...OPEN_OBJECT, description: 'Names, codes and counts; never a value.' },
  }),
};

const auditAnswer: NamedSchema = {
  $id: 'AuditAnswer',
  description: 'The newest first.',
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
    head: { ...TEXT, description: "The last entry's hash: kept elsewhere, it shows later that nothing was cut off." },
    brokenAt: { ...nullable(COUNT), description: 'The first entry that was changed or does not follow.' },
  }),
};

/** Assets, findings, the query language, the audit log. */
export const INVENTORY_SCHEMAS: readonly NamedSchema[] = [
  assetItem,
  findingItem,
  assetsAnswer,
  findingsAnswer,
  risk,
  writingRun,
  statusEntry,
  findingAnswer,
  assetAnswer,
  facet,
  facetsAnswer,
  weeksAnswer,
  queryRequest,
  queryIssue,
  completion,
  queryAnswer,
  auditEntry,
  auditAnswer,
  auditVerdict,
];
