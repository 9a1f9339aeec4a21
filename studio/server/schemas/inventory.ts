import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listOf,
  type NamedSchema,
  NUMBER,
  OPEN_OBJECT,
  objectOf,
  orNull,
  recordOf,
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
  ...objectOf(
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
  ...objectOf(
    {
      ...KEPT,
      record: { ...OPEN_OBJECT, description: 'See schemas/finding.schema.json; findingStatus as it stands now.' },
      asset: objectOf({ id: COUNT, name: TEXT, source: TEXT, assetType: TEXT }),
    },
    ['risk', 'asset'],
  ),
};

const NEXT = { ...orNull(TEXT), description: '`after` of the next page.' };

const assetsAnswer: NamedSchema = {
  $id: 'AssetsAnswer',
  ...objectOf({ demo: FLAG, items: listOf(refTo('AssetItem')), next: NEXT }),
};
const findingsAnswer: NamedSchema = {
  $id: 'FindingsAnswer',
  ...objectOf({ demo: FLAG, items: listOf(refTo('FindingItem')), next: NEXT }),
};

const risk: NamedSchema = {
  $id: 'Risk',
  ...objectOf({
    score: NUMBER,
    parts: listOf(objectOf({ name: TEXT, of: TEXT, value: { ...NUMBER, description: 'Points, or a factor.' } })),
  }),
};

const writingRun: NamedSchema = {
  $id: 'WritingRun',
  ...objectOf({ id: TEXT, state: TEXT, reason: TEXT, startedAt: TEXT, finishedAt: TEXT }, ['startedAt', 'finishedAt']),
};

const statusEntry: NamedSchema = {
  $id: 'StatusEntry',
  ...objectOf({
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
  connector: { ...orNull(TEXT), description: 'As of a Connection; null where the connection is gone.' },
};

const findingAnswer: NamedSchema = {
  $id: 'FindingAnswer',
  ...objectOf(
    {
      item: refTo('FindingItem'),
      ...DETAIL,
      history: { ...listOf(refTo('StatusEntry')), description: 'Oldest first.' },
    },
    ['raw', 'run'],
  ),
};

const assetAnswer: NamedSchema = {
  $id: 'AssetAnswer',
  ...objectOf(
    {
      item: refTo('AssetItem'),
      ...DETAIL,
      alsoListedBy: {
        ...listOf(objectOf({ id: COUNT, connection: TEXT, assetType: TEXT })),
        description: 'The same asset as other connections list it.',
      },
      findings: { ...recordOf(COUNT), description: 'How many of each status.' },
    },
    ['raw', 'run'],
  ),
};

const facet: NamedSchema = {
  $id: 'Facet',
  ...objectOf({
    entity: ENTITY,
    field: TEXT,
    values: listOf(
      objectOf({
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
  ...objectOf({ total: { ...COUNT, description: 'Records that satisfy the query.' }, facets: listOf(refTo('Facet')) }),
};

const weeksAnswer: NamedSchema = {
  $id: 'WeeksAnswer',
  description: 'Findings by the week in which the vendor first saw them, oldest week first, none left out.',
  ...objectOf({
    weeks: listOf(
      objectOf({
        week: { ...TEXT, description: 'Its Monday, in UTC.' },
        severities: { ...recordOf(COUNT), description: 'How many of each severity, "1" to "5".' },
      }),
    ),
  }),
};

const queryRequest: NamedSchema = {
  $id: 'QueryRequest',
  ...objectOf(
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
  ...objectOf({
    code: TEXT,
    message: { ...TEXT, description: 'With a guess at what was meant, where there is one.' },
    fix: TEXT,
    from: { ...COUNT, description: 'Characters into the text.' },
    to: COUNT,
  }),
};

const completion: NamedSchema = {
  $id: 'Completion',
  ...objectOf({ text: TEXT, kind: { enum: ['field', 'group', 'operator', 'value', 'word'] }, detail: TEXT }),
};

const queryAnswer: NamedSchema = {
  $id: 'QueryAnswer',
  ...objectOf({
    issues: listOf(refTo('QueryIssue')),
    q: { ...orNull(TEXT), description: 'As it was understood; null where it has issues.' },
    completions: {
      ...objectOf({ from: COUNT, to: COUNT, options: listOf(refTo('Completion')) }),
      description: 'The best first; one replaces the text between `from` and `to`. Empty without a cursor.',
    },
  }),
};

const auditEntry: NamedSchema = {
  $id: 'AuditEntry',
  ...objectOf({
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
  ...objectOf({
    entries: listOf(refTo('AuditEntry')),
    next: { ...orNull(COUNT), description: '`before` of the next page.' },
  }),
};

const auditVerdict: NamedSchema = {
  $id: 'AuditVerdict',
  ...objectOf({
    ok: FLAG,
    entries: COUNT,
    head: { ...TEXT, description: "The last entry's hash: kept elsewhere, it shows later that nothing was cut off." },
    brokenAt: { ...orNull(COUNT), description: 'The first entry that was changed or does not follow.' },
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
