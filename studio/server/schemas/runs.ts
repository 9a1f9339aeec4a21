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
  refTo,
  TEXT,
} from './schema.ts';

const SUMMARY = {
  id: TEXT,
  connectionId: TEXT,
  connection: { ...TEXT, description: 'Its name; its id where it is gone.' },
  reason: { ...TEXT, description: 'manual, schedule, catch-up; command: a `run` of the command line.' },
  slot: { ...nullable(MOMENT), description: "The schedule's slot that it is for." },
  state: { enum: ['PLANNED', 'PROCESSING', 'PROCESSED', 'ERRORED', 'CANCELLED'] },
  createdAt: MOMENT,
  startedAt: nullable(MOMENT),
  finishedAt: nullable(MOMENT),
  error: { ...nullable(refTo('RunError')), description: 'Why it failed and what to do.' },
};

const runSummary: NamedSchema = {
  $id: 'RunSummary',
  ...objectSchema({ ...SUMMARY, report: { ...nullable(refTo('RunReport')), description: 'null while it goes on.' } }),
};

const writeCounts: NamedSchema = {
  $id: 'WriteCounts',
  ...objectSchema({
    added: COUNT,
    changed: COUNT,
    unchanged: COUNT,
    returned: { ...COUNT, description: 'Came back after they were FIXED or gone.' },
    repeated: COUNT,
  }),
};

const streamProgress: NamedSchema = {
  $id: 'StreamProgress',
  ...objectSchema({
    stream: TEXT,
    slices: COUNT,
    done: COUNT,
    running: COUNT,
    waitingAfter: { ...nullable(TEXT), description: "The last try's error of a slice that waits for another." },
  }),
};

const PROGRESS = {
  report: { ...refTo('RunReport'), description: 'So far, while it goes on.' },
  written: {
    ...objectSchema({ asset: refTo('WriteCounts'), finding: refTo('WriteCounts') }),
    description: 'What the store made of its records.',
  },
  streams: listSchema(refTo('StreamProgress')),
  complete: {
    ...objectSchema({ asset: FLAG, finding: FLAG }),
    description: 'Whether all assets, and all findings, are in: the guides call a run processed when the assets are.',
  },
};

const runProgress: NamedSchema = {
  $id: 'RunProgress',
  description: 'A run with how far it is. event: run, whenever it has moved, by whomever it is worked at.',
  ...objectSchema({ ...SUMMARY, ...PROGRESS }),
};

const runsAnswer: NamedSchema = {
  $id: 'RunsAnswer',
  description: 'The newest first.',
  ...objectSchema({
    runs: listSchema(refTo('RunSummary')),
    next: { ...nullable(TEXT), description: '`before` of the next page.' },
  }),
};

const runAnswer: NamedSchema = {
  $id: 'RunAnswer',
  ...objectSchema({
    demo: FLAG,
    run: refTo('RunProgress'),
    connector: { ...nullable(TEXT), description: 'As of a Connection; null where the connection is gone.' },
    may: {
      ...objectSchema({ cancel: FLAG, retry: FLAG, mend: FLAG, closeAbsent: FLAG }),
      description: 'What can be done: cancel it, go on with it, map its rejects again, close what it has not seen.',
    },
  }),
};

const sentRequest: NamedSchema = {
  $id: 'RunRequest',
  description: 'One request of a run: no header, no body, no query values.',
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

const requestsAnswer: NamedSchema = {
  $id: 'RunRequestsAnswer',
  ...objectSchema({ requests: listSchema(refTo('RunRequest')), next: NEXT }),
};

const reject: NamedSchema = {
  $id: 'Reject',
  ...objectSchema({
    id: COUNT,
    entity: { enum: ['asset', 'finding'] },
    stream: TEXT,
    map: {
      ...nullable(TEXT),
      description: 'Name of the map that it is for: open /c/<connector>/map/<map> with `sample`.',
    },
    code: TEXT,
    pointer: { ...TEXT, description: 'Into the item, or of the field.' },
    message: TEXT,
    fix: TEXT,
    item: { ...JSON_VALUE, description: "The vendor's item." },
    sample: { ...TEXT, description: 'For `sample` of a PreviewRequest: the item with its ancestors.' },
    mendedAt: { ...nullable(MOMENT), description: 'When a mended map could map it after all.' },
  }),
};

const rejectsAnswer: NamedSchema = {
  $id: 'RejectsAnswer',
  ...objectSchema({ rejects: listSchema(refTo('Reject')), next: NEXT }),
};

const retryAnswer: NamedSchema = {
  $id: 'RetryAnswer',
  description: 'run: it goes on. rejects: the run was processed, and its rejects were mapped again.',
  ...objectSchema({ kind: { enum: ['run', 'rejects'] }, run: TEXT, mended: COUNT, rejected: COUNT }, [
    'mended',
    'rejected',
  ]),
};

const closedAnswer: NamedSchema = {
  $id: 'ClosedAnswer',
  ...objectSchema({ findings: { ...COUNT, description: 'That are FIXED now.' } }),
};

/** Runs, their requests and rejects. */
export const RUN_SCHEMAS: readonly NamedSchema[] = [
  runSummary,
  writeCounts,
  streamProgress,
  runProgress,
  runsAnswer,
  runAnswer,
  sentRequest,
  requestsAnswer,
  reject,
  rejectsAnswer,
  retryAnswer,
  closedAnswer,
];
