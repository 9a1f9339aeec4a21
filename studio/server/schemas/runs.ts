import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  MOMENT,
  type NamedSchema,
  NUMBER,
  nullable,
  objectSchema,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const SUMMARY = {
  id: TEXT,
  connectionId: TEXT,
  connection: { ...TEXT, description: 'Name of the connection; its id when it was deleted.' },
  reason: { ...TEXT, description: 'manual; schedule; catch-up; command: `mapwright run`.' },
  slot: { ...nullable(MOMENT), description: 'Schedule slot of the run.' },
  state: { enum: ['PLANNED', 'PROCESSING', 'PROCESSED', 'ERRORED', 'CANCELLED'] },
  createdAt: MOMENT,
  startedAt: nullable(MOMENT),
  finishedAt: nullable(MOMENT),
  error: { ...nullable(refTo('RunError')), description: 'Cause of the failure, with a fix.' },
};

const runSummary: NamedSchema = {
  $id: 'RunSummary',
  ...objectSchema({
    ...SUMMARY,
    report: { ...nullable(refTo('RunReport')), description: 'null while the run is in progress.' },
  }),
};

const writeCounts: NamedSchema = {
  $id: 'WriteCounts',
  ...objectSchema({
    added: COUNT,
    changed: COUNT,
    unchanged: COUNT,
    returned: { ...COUNT, description: 'Seen again after they were FIXED or absent.' },
    repeated: COUNT,
  }),
};

const pendingRetry: NamedSchema = {
  $id: 'PendingRetry',
  description: 'Retry of a request or a slice after an error.',
  ...objectSchema({
    error: refTo('ErrorBody'),
    retry: { ...COUNT, description: 'Number of the retry.' },
    of: { ...COUNT, description: 'Maximum number of retries.' },
    at: MOMENT,
  }),
};

const streamProgress: NamedSchema = {
  $id: 'StreamProgress',
  ...objectSchema({
    stream: TEXT,
    slices: COUNT,
    done: COUNT,
    running: COUNT,
    rejected: { ...COUNT, description: 'Rejects that are not mapped since.' },
    retry: {
      ...nullable(refTo('PendingRetry')),
      description: 'Next retry of a slice that failed, or of a request that waits for more than a second.',
    },
  }),
};

const PROGRESS = {
  report: { ...refTo('RunReport'), description: 'Interim report while the run is in progress.' },
  written: {
    ...objectSchema(
      {
        asset: refTo('WriteCounts'),
        finding: refTo('WriteCounts'),
        records: { ...recordSchema(refTo('WriteCounts')), description: 'By the name of any other entity.' },
      },
      ['records'],
    ),
    description: 'Effect on the store.',
  },
  streams: listSchema(refTo('StreamProgress')),
  complete: {
    ...recordSchema(FLAG),
    description: 'By entity, whether all its records are stored. The guides call a run processed when its assets are.',
  },
};

const runProgress: NamedSchema = {
  $id: 'RunProgress',
  description: 'Run with its progress. event: run, after every change, by any process.',
  ...objectSchema({ ...SUMMARY, ...PROGRESS }),
};

const runsResponse: NamedSchema = {
  $id: 'RunsResponse',
  description: 'Newest first.',
  ...objectSchema({
    runs: listSchema(refTo('RunSummary')),
    next: { ...nullable(TEXT), description: '`before` of the next page.' },
  }),
};

const runResponse: NamedSchema = {
  $id: 'RunResponse',
  ...objectSchema({
    demo: FLAG,
    run: refTo('RunProgress'),
    connector: { ...nullable(TEXT), description: 'As in Connection; null when the connection was deleted.' },
    may: {
      ...objectSchema({ cancel: FLAG, retry: FLAG, remap: FLAG, closeAbsent: FLAG }),
      description: 'Available actions: cancel, resume, re-map rejects, close findings missing from the run.',
    },
  }),
};

const sentRequest: NamedSchema = {
  $id: 'RunRequest',
  description: 'Request of a run, without headers, body and query values.',
  ...objectSchema({
    id: COUNT,
    stream: TEXT,
    at: MOMENT,
    method: TEXT,
    path: TEXT,
    status: nullable(COUNT),
    ms: NUMBER,
    attempt: COUNT,
    error: nullable(TEXT),
  }),
};

const NEXT = { ...nullable(COUNT), description: '`after` of the next page.' };

const requestsResponse: NamedSchema = {
  $id: 'RunRequestsResponse',
  ...objectSchema({ requests: listSchema(refTo('RunRequest')), next: NEXT }),
};

const reject: NamedSchema = {
  $id: 'Reject',
  ...objectSchema({
    id: COUNT,
    entity: TEXT,
    stream: TEXT,
    map: {
      ...nullable(TEXT),
      description: 'Map that rejected the item; open /c/<connector>/map/<map> with `sample`.',
    },
    code: TEXT,
    pointer: { ...TEXT, description: 'JSON pointer into the item, or to the field.' },
    message: TEXT,
    fix: TEXT,
    item: { ...JSON_VALUE, description: "The vendor's item." },
    sample: { ...TEXT, description: 'Value for `sample` of PreviewRequest: the item with its ancestors.' },
    mendedAt: { ...nullable(MOMENT), description: 'Time when a retry with a fixed map mapped the item.' },
  }),
};

const rejectsResponse: NamedSchema = {
  $id: 'RejectsResponse',
  ...objectSchema({ rejects: listSchema(refTo('Reject')), next: NEXT }),
};

const rejectGroup: NamedSchema = {
  $id: 'RejectGroup',
  description: 'Rejects with the same cause.',
  ...objectSchema({
    count: COUNT,
    reject: { ...refTo('Reject'), description: 'The first one, as an example.' },
    custom: { ...nullable(TEXT), description: 'Id of the custom map that the connection uses now for this map.' },
  }),
};

const rejectGroupsResponse: NamedSchema = {
  $id: 'RejectGroupsResponse',
  ...objectSchema({
    groups: { ...listSchema(refTo('RejectGroup')), description: 'Open ones first, re-mapped ones last.' },
    more: { ...COUNT, description: 'Number of omitted groups.' },
  }),
};

const runSample: NamedSchema = {
  $id: 'RunSample',
  description: 'First items of a stream of the last run that read any, with redacted secrets.',
  ...objectSchema({
    name: { ...TEXT, description: 'Name in URLs: <stream>.<number>.' },
    stream: TEXT,
    items: COUNT,
    run: objectSchema({ id: TEXT, startedAt: nullable(MOMENT) }),
    maps: { ...listSchema(TEXT), description: 'Maps that read its items.' },
  }),
};

const runSamplesResponse: NamedSchema = {
  $id: 'RunSamplesResponse',
  description: 'Items of a sample share their ancestors; a stream has up to five samples, the largest first.',
  ...objectSchema({ samples: listSchema(refTo('RunSample')) }),
};

const runHistoryResponse: NamedSchema = {
  $id: 'RunHistoryResponse',
  description: 'The last finished runs of a connection, at most 30, newest first.',
  ...objectSchema({
    runs: listSchema(
      objectSchema({
        id: TEXT,
        state: SUMMARY.state,
        createdAt: MOMENT,
        startedAt: nullable(MOMENT),
        finishedAt: nullable(MOMENT),
        added: { ...COUNT, description: 'Records of all entities that the run added.' },
        changed: { ...COUNT, description: 'Records that the run changed, or found again.' },
        rejected: COUNT,
      }),
    ),
  }),
};

const retryResponse: NamedSchema = {
  $id: 'RetryResponse',
  description: 'run: the run resumes. rejects: the run was finished, and its rejects were mapped again.',
  ...objectSchema({ kind: { enum: ['run', 'rejects'] }, run: TEXT, remapped: COUNT, rejected: COUNT }, [
    'remapped',
    'rejected',
  ]),
};

const closedResponse: NamedSchema = {
  $id: 'ClosedResponse',
  ...objectSchema({ findings: { ...COUNT, description: 'Number of findings that are FIXED now.' } }),
};

/** Schemas of runs, requests and rejects. */
export const RUN_SCHEMAS: readonly NamedSchema[] = [
  runSummary,
  writeCounts,
  pendingRetry,
  streamProgress,
  runProgress,
  runsResponse,
  runResponse,
  sentRequest,
  requestsResponse,
  reject,
  rejectsResponse,
  rejectGroup,
  rejectGroupsResponse,
  runSample,
  runSamplesResponse,
  runHistoryResponse,
  retryResponse,
  closedResponse,
];
