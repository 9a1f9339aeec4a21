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

const SETTING = JSON_VALUE;

const slot: NamedSchema = {
  $id: 'Slot',
  description: 'Time of a scheduled run.',
  ...objectSchema({
    at: MOMENT,
    local: { ...TEXT, description: "Local time with the offset of the schedule's zone: 2026-12-01T02:30:00+01:00." },
    utc: TEXT,
  }),
};

const selection: NamedSchema = {
  $id: 'Selection',
  description: 'Types and entities to sync; all when absent.',
  ...objectSchema({ assetTypes: listSchema(TEXT), findingTypes: listSchema(TEXT), entities: listSchema(TEXT) }, [
    'assetTypes',
    'findingTypes',
    'entities',
  ]),
};

const secretMark: NamedSchema = {
  $id: 'SecretMark',
  description: 'A secret is stored; its value is never returned.',
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
      description: 'Id for GET /api/connectors/:id; the path of the manifest when this studio does not list it.',
    },
    connectorTitle: TEXT,
    version: TEXT,
    settings: { ...recordSchema(SETTING), description: 'Settings without secrets.' },
    secrets: recordSchema(refTo('SecretMark')),
    select: refTo('Selection'),
    filters: recordSchema(TEXT),
    maps: {
      ...recordSchema(TEXT),
      description: "Manifest map → id of the custom map; the manifest's own map when absent.",
    },
    schedule: nullable(refTo('Schedule')),
    scheduleText: TEXT,
    manualOnly: FLAG,
    active: FLAG,
    paused: { ...nullable(refTo('ErrorBody')), description: 'Reason of the pause; null when not paused.' },
    preserveAbsent: FLAG,
    state: STATE,
    nextRun: nullable(refTo('Slot')),
    lastRunId: nullable(TEXT),
    testedAt: {
      ...nullable(MOMENT),
      description: 'Time of the last passed test of its settings; null when saved without a test.',
    },
    createdAt: MOMENT,
    updatedAt: MOMENT,
    revision: COUNT,
    lastRun: nullable(refTo('RunSummary')),
  }),
};

const connectionsResponse: NamedSchema = {
  $id: 'ConnectionsResponse',
  ...objectSchema({
    demo: FLAG,
    worker: { ...FLAG, description: 'This studio executes runs.' },
    connections: listSchema(refTo('Connection')),
  }),
};

const connectionResponse: NamedSchema = {
  $id: 'ConnectionResponse',
  ...objectSchema({
    demo: FLAG,
    connection: refTo('Connection'),
    consent: {
      ...FLAG,
      description: "Its refresh token comes from a person's consent: POST /api/connections/:id/authorize.",
    },
    nextRuns: { ...listSchema(refTo('Slot')), description: 'Next five scheduled runs.' },
    inventory: {
      ...objectSchema({ assets: COUNT, findings: COUNT, records: COUNT }),
      description: 'Number of assets, findings and other records of the connection.',
    },
  }),
};

const DRAFT = {
  name: { ...TEXT, maxLength: 1_000 },
  description: { ...TEXT, maxLength: 10_000, description: 'At most 164 characters.' },
  connector: { ...TEXT, description: 'Id of the connector.' },
  settings: { ...recordSchema(SETTING), description: 'All settings, including the values of secrets.' },
  select: refTo('Selection'),
  filters: recordSchema(TEXT),
  maps: {
    ...recordSchema(TEXT),
    description: 'Manifest map → id of the custom map; "default" for the manifest\'s own.',
  },
  schedule: nullable(refTo('Schedule')),
  manualOnly: FLAG,
  active: FLAG,
  preserveAbsent: FLAG,
};

const connectionRequest: NamedSchema = {
  $id: 'ConnectionRequest',
  ...objectSchema(
    { ...DRAFT, force: { ...FLAG, description: 'Save without a passed test; recorded in the audit log.' } },
    ['description', 'select', 'filters', 'maps', 'schedule', 'manualOnly', 'active', 'preserveAbsent', 'force'],
  ),
};

const connectionProblems: NamedSchema = {
  $id: 'ProblemsResponse',
  description: 'All problems of a connection; `where` points into the request.',
  ...objectSchema({ problems: listSchema(refTo('ErrorBody')) }),
};

const { connector: _connector, settings: _settings, ...rest } = DRAFT;

const changes: NamedSchema = {
  $id: 'ConnectionChanges',
  description:
    'Changed properties; absent ones stay unchanged. Settings are named by their dotted path, such as "login.user". A null setting is removed; absent secrets remain stored.',
  ...objectSchema({ ...rest, settings: recordSchema(SETTING) }, [...Object.keys(rest), 'settings']),
};

const editRequest: NamedSchema = {
  $id: 'EditRequest',
  ...objectSchema(
    {
      changes: refTo('ConnectionChanges'),
      revision: {
        ...COUNT,
        description: 'Revision that the editor loaded; the request fails when the connection has changed since.',
      },
      force: FLAG,
    },
    ['revision', 'force'],
  ),
};

const rotateRequest: NamedSchema = {
  $id: 'RotateRequest',
  ...objectSchema(
    {
      secrets: recordSchema(TEXT),
      settings: {
        ...recordSchema(TEXT),
        description: 'Plain settings that change with the secrets, such as a key ID.',
      },
      revision: COUNT,
      force: FLAG,
    },
    ['settings', 'revision', 'force'],
  ),
};

const runNowRequest: NamedSchema = {
  $id: 'RunNowRequest',
  ...objectSchema({ full: { ...FLAG, description: 'Ignore saved cursors and sync everything.' } }, ['full']),
};

const deletedResponse: NamedSchema = {
  $id: 'DeletedResponse',
  ...objectSchema({
    id: TEXT,
    name: TEXT,
    inventory: { enum: ['keep', 'remove'] },
    assets: COUNT,
    findings: COUNT,
    records: COUNT,
  }),
};

const savedChecksRequest: NamedSchema = {
  $id: 'SavedChecksRequest',
  description: 'Test of a saved connection, optionally with changes.',
  ...objectSchema({ id: { type: 'string', pattern: '^[A-Za-z0-9-]{8,64}$' }, changes: refTo('ConnectionChanges') }, [
    'id',
    'changes',
  ]),
};

const scheduleRequest: NamedSchema = {
  $id: 'ScheduleRequest',
  ...objectSchema(
    {
      schedule: { ...JSON_VALUE, description: 'Schedule, possibly invalid.' },
      count: { type: 'integer', minimum: 1, maximum: 50, default: 5 },
    },
    ['count'],
  ),
};

const scheduleIssue: NamedSchema = {
  $id: 'ScheduleIssue',
  ...objectSchema({ path: { ...TEXT, description: 'JSON pointer into the schedule.' }, message: TEXT, fix: TEXT }),
};

const scheduleResponse: NamedSchema = {
  $id: 'ScheduleResponse',
  ...objectSchema({
    issues: listSchema(refTo('ScheduleIssue')),
    text: { ...TEXT, description: 'Description in English; empty when the schedule is invalid.' },
    slots: listSchema(refTo('Slot')),
  }),
};

const connectionEvent: NamedSchema = {
  $id: 'ConnectionEvent',
  description: 'event: connection. A connection was created, changed or deleted, or its state changed.',
  ...objectSchema({
    id: TEXT,
    connection: { ...nullable(refTo('Connection')), description: 'null when it was deleted.' },
  }),
};

const filterRequest: NamedSchema = {
  $id: 'FilterRequest',
  description: 'Filter that is being typed.',
  ...objectSchema({
    connector: TEXT,
    filter: { ...TEXT, description: 'Name of the filter in the manifest.' },
    text: { ...TEXT, maxLength: 20_000 },
  }),
};

const filterResponse: NamedSchema = {
  $id: 'FilterResponse',
  ...objectSchema({
    issues: listSchema(
      objectSchema({
        severity: { enum: ['error', 'warning'] },
        message: TEXT,
        fix: TEXT,
        position: { ...COUNT, description: 'Offset in characters.' },
      }),
    ),
  }),
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
  ...objectSchema({ items: COUNT, more: { ...FLAG, description: 'Further pages exist: `items` is a lower bound.' } }),
};

const filtersResponse: NamedSchema = {
  $id: 'FiltersResponse',
  description:
    "Number of items on the vendor's first page with and without each filter; without streams that depend on another.",
  ...objectSchema({
    matches: listSchema(objectSchema({ stream: TEXT, filtered: refTo('FirstPage'), all: refTo('FirstPage') })),
  }),
};

/** Schemas of connections, schedules and filters. */
export const CONNECTION_SCHEMAS: readonly NamedSchema[] = [
  slot,
  selection,
  secretMark,
  connection,
  connectionsResponse,
  connectionResponse,
  connectionRequest,
  connectionProblems,
  changes,
  editRequest,
  rotateRequest,
  runNowRequest,
  deletedResponse,
  savedChecksRequest,
  scheduleRequest,
  scheduleIssue,
  scheduleResponse,
  connectionEvent,
  filterRequest,
  filterResponse,
  filtersRequest,
  savedFiltersRequest,
  firstPage,
  filtersResponse,
];
