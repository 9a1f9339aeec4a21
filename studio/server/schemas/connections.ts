import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  MOMENT,
  type NamedSchema,
  nullable,
  objectSchema,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const SETTING = { type: ['string', 'number', 'boolean'] };

const slot: NamedSchema = {
  $id: 'Slot',
  description: 'A time at which a connection runs.',
  ...objectSchema({
    at: MOMENT,
    local: { ...TEXT, description: "With the offset of the schedule's zone: 2026-12-01T02:30:00+01:00." },
    utc: TEXT,
  }),
};

const selection: NamedSchema = {
  $id: 'Selection',
  description: 'What to sync; everything where it is absent.',
  ...objectSchema({ assetTypes: listSchema(TEXT), findingTypes: listSchema(TEXT) }, ['assetTypes', 'findingTypes']),
};

const secretMark: NamedSchema = {
  $id: 'SecretMark',
  description: 'A secret is stored; its value is never told.',
  ...objectSchema({ set: { const: true }, at: MOMENT }),
};

const STATE = {
  enum: ['REGISTERED', 'SCHEDULED', 'PROCESSING', 'PROCESSED', 'ERRORED'],
};

const connection: NamedSchema = {
  $id: 'Connection',
  ...objectSchema({
    id: TEXT,
    name: TEXT,
    description: TEXT,
    connector: {
      ...TEXT,
      description: 'Id for GET /api/connectors/:id; the path of its manifest where this studio does not show it.',
    },
    connectorTitle: TEXT,
    version: TEXT,
    settings: { ...recordSchema(SETTING), description: 'Without the secret ones.' },
    secrets: recordSchema(refTo('SecretMark')),
    select: refTo('Selection'),
    filters: recordSchema(TEXT),
    maps: {
      ...recordSchema(TEXT),
      description: "Ids of custom maps, by the manifest's map; a map that is not named is the default.",
    },
    schedule: nullable(refTo('Schedule')),
    scheduleText: TEXT,
    manualOnly: FLAG,
    active: FLAG,
    paused: { ...nullable(refTo('ErrorBody')), description: 'Why it is paused.' },
    preserveAbsent: FLAG,
    state: STATE,
    nextRun: nullable(refTo('Slot')),
    lastRunId: nullable(TEXT),
    testedAt: {
      ...nullable(MOMENT),
      description: 'When Test Connection passed for its settings; null: saved without.',
    },
    createdAt: MOMENT,
    updatedAt: MOMENT,
    revision: COUNT,
    lastRun: nullable(refTo('RunSummary')),
  }),
};

const connectionsAnswer: NamedSchema = {
  $id: 'ConnectionsAnswer',
  ...objectSchema({
    demo: FLAG,
    worker: { ...FLAG, description: 'Runs move in this studio.' },
    connections: listSchema(refTo('Connection')),
  }),
};

const connectionAnswer: NamedSchema = {
  $id: 'ConnectionAnswer',
  ...objectSchema({
    demo: FLAG,
    connection: refTo('Connection'),
    nextRuns: { ...listSchema(refTo('Slot')), description: 'The next five, where it runs by itself.' },
    inventory: { ...objectSchema({ assets: COUNT, findings: COUNT }), description: 'What it has brought.' },
  }),
};

const DRAFT = {
  name: { ...TEXT, maxLength: 1_000 },
  description: { ...TEXT, maxLength: 10_000, description: 'At most 164 characters.' },
  connector: { ...TEXT, description: 'Id of the catalogue.' },
  settings: { ...recordSchema(SETTING), description: 'All of them, secrets with their values.' },
  select: refTo('Selection'),
  filters: recordSchema(TEXT),
  maps: { ...recordSchema(TEXT), description: 'Ids of custom maps, by the manifest\'s map; "default" for its own.' },
  schedule: nullable(refTo('Schedule')),
  manualOnly: FLAG,
  active: FLAG,
  preserveAbsent: FLAG,
};

const connectionRequest: NamedSchema = {
  $id: 'ConnectionRequest',
  ...objectSchema(
    { ...DRAFT, force: { ...FLAG, description: 'Without a passed Test Connection; the audit log says so.' } },
    ['description', 'select', 'filters', 'maps', 'schedule', 'manualOnly', 'active', 'preserveAbsent', 'force'],
  ),
};

const connectionProblems: NamedSchema = {
  $id: 'ProblemsAnswer',
  description: 'Everything that is wrong with a draft, for a form to show at once; `where` points into the request.',
  ...objectSchema({ problems: listSchema(refTo('ErrorBody')) }),
};

const { connector: _connector, settings: _settings, ...rest } = DRAFT;

const changes: NamedSchema = {
  $id: 'ConnectionChanges',
  description:
    'What is named changes, the rest stays. A setting that is null is taken away; secrets that are not named stay stored.',
  ...objectSchema({ ...rest, settings: recordSchema({ type: ['string', 'number', 'boolean', 'null'] }) }, [
    ...Object.keys(rest),
    'settings',
  ]),
};

const editRequest: NamedSchema = {
  $id: 'EditRequest',
  ...objectSchema(
    {
      changes: refTo('ConnectionChanges'),
      revision: { ...COUNT, description: 'That the editor saw: refused when another was quicker.' },
      force: FLAG,
    },
    ['revision', 'force'],
  ),
};

const rotateRequest: NamedSchema = {
  $id: 'RotateRequest',
  ...objectSchema({ secrets: recordSchema(TEXT), revision: COUNT, force: FLAG }, ['revision', 'force']),
};

const runNowRequest: NamedSchema = {
  $id: 'RunNowRequest',
  ...objectSchema({ full: { ...FLAG, description: 'Ignore the saved cursors.' } }, ['full']),
};

const deletedAnswer: NamedSchema = {
  $id: 'DeletedAnswer',
  ...objectSchema({ id: TEXT, name: TEXT, inventory: { enum: ['keep', 'remove'] }, assets: COUNT, findings: COUNT }),
};

const savedChecksRequest: NamedSchema = {
  $id: 'SavedChecksRequest',
  description: 'Test Connection for a saved connection, as it is or as it would be with changes.',
  ...objectSchema({ id: { type: 'string', pattern: '^[A-Za-z0-9-]{8,64}$' }, changes: refTo('ConnectionChanges') }, [
    'id',
    'changes',
  ]),
};

const scheduleRequest: NamedSchema = {
  $id: 'ScheduleRequest',
  ...objectSchema(
    {
      schedule: { ...JSON_VALUE, description: 'A Schedule, however wrong.' },
      count: { type: 'integer', minimum: 1, maximum: 50, default: 5 },
    },
    ['count'],
  ),
};

const scheduleIssue: NamedSchema = {
  $id: 'ScheduleIssue',
  ...objectSchema({ path: { ...TEXT, description: 'Pointer into the schedule.' }, message: TEXT, fix: TEXT }),
};

const scheduleAnswer: NamedSchema = {
  $id: 'ScheduleAnswer',
  ...objectSchema({
    issues: listSchema(refTo('ScheduleIssue')),
    text: { ...TEXT, description: 'In words; empty where it has issues.' },
    slots: listSchema(refTo('Slot')),
  }),
};

const connectionEvent: NamedSchema = {
  $id: 'ConnectionEvent',
  description: 'event: connection. It was created, changed, deleted, or its state moved, by whomever.',
  ...objectSchema({ id: TEXT, connection: { ...nullable(refTo('Connection')), description: 'null: it is gone.' } }),
};

const filtersRequest: NamedSchema = {
  $id: 'FiltersRequest',
  ...objectSchema({ connector: TEXT, settings: recordSchema(SETTING), filters: recordSchema(TEXT) }),
};

const savedFiltersRequest: NamedSchema = {
  $id: 'SavedFiltersRequest',
  ...objectSchema({ filters: recordSchema(TEXT) }),
};

const firstPage: NamedSchema = {
  $id: 'FirstPage',
  ...objectSchema({ items: COUNT, more: { ...FLAG, description: 'There are further pages: say "at least".' } }),
};

const filtersAnswer: NamedSchema = {
  $id: 'FiltersAnswer',
  description:
    "What each filter leaves of the vendor's first page; streams that are not read by themselves are left out.",
  ...objectSchema({
    matches: listSchema(objectSchema({ stream: TEXT, filtered: refTo('FirstPage'), all: refTo('FirstPage') })),
  }),
};

/** Connections, their schedules and secrets. */
export const CONNECTION_SCHEMAS: readonly NamedSchema[] = [
  slot,
  selection,
  secretMark,
  connection,
  connectionsAnswer,
  connectionAnswer,
  connectionRequest,
  connectionProblems,
  changes,
  editRequest,
  rotateRequest,
  runNowRequest,
  deletedAnswer,
  savedChecksRequest,
  scheduleRequest,
  scheduleIssue,
  scheduleAnswer,
  connectionEvent,
  filtersRequest,
  savedFiltersRequest,
  firstPage,
  filtersAnswer,
];
