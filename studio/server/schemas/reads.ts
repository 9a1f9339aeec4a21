import {
  COUNT,
  FLAG,
  JSON_VALUE,
  listSchema,
  MOMENT,
  type NamedSchema,
  OPEN_OBJECT,
  objectSchema,
  POINTER,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const between = (minimum: number, maximum: number, description: string) => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});

const readLimits: NamedSchema = {
  $id: 'ReadLimits',
  description: 'Limits of a test read.',
  ...objectSchema({
    partitions: between(1, 20, 'Partitions of the stream.'),
    pages: between(1, 20, 'Pages of each partition.'),
    items: between(1, 100, 'Items of each page to select and map.'),
    seconds: between(5, 300, 'Time of the whole read.'),
  }),
};

const readRequest: NamedSchema = {
  $id: 'ReadRequest',
  description: 'Test read of a draft, with the settings of a saved connection or with settings that are not stored.',
  ...objectSchema(
    {
      manifest: { ...TEXT, maxLength: 1_048_576, description: 'Text of the manifest in the editor.' },
      connector: { ...TEXT, description: 'Connector whose folder contains the schema files of entities.' },
      stream: { ...TEXT, minLength: 1 },
      connection: { ...TEXT, minLength: 1, description: 'Id of a saved connection.' },
      settings: { ...OPEN_OBJECT, description: 'Settings for this read only; not together with `connection`.' },
      limits: refTo('ReadLimits'),
    },
    ['connector', 'connection', 'settings'],
  ),
};

const readExchange: NamedSchema = {
  $id: 'ReadExchange',
  description: 'One attempt of a request. Secrets and credentials are redacted; long bodies are cut.',
  ...objectSchema(
    {
      at: { ...TEXT, description: 'Time of the request, RFC 3339.' },
      ms: COUNT,
      login: { const: true, description: 'Set for the requests of a login.' },
      request: objectSchema(
        {
          method: TEXT,
          url: TEXT,
          headers: recordSchema(TEXT),
          body: TEXT,
          cut: { const: true, description: '`body` is only its beginning.' },
          masked: { ...listSchema(TEXT), description: 'Headers of which only the shape of the credential is shown.' },
          maskedQuery: { ...listSchema(TEXT), description: 'Parameters of the query that contain credentials.' },
        },
        ['body', 'cut'],
      ),
      response: objectSchema({
        status: COUNT,
        headers: recordSchema(TEXT),
        body: TEXT,
        bytes: { ...COUNT, description: 'Size of the whole body after decompression.' },
        cut: { ...FLAG, description: '`body` is only its beginning.' },
      }),
      error: objectSchema({ code: TEXT, message: TEXT }),
      curl: { ...TEXT, description: 'The request as a curl command; its secrets are shell variables.' },
    },
    ['login', 'response', 'error', 'curl'],
  ),
};

const readPage: NamedSchema = {
  $id: 'ReadPage',
  description: 'Page of a test read, with every request that was sent for it: logins, jobs and retries.',
  ...objectSchema(
    {
      stream: TEXT,
      partition: { ...TEXT, description: 'Key of its partition; empty without partitions.' },
      page: { ...COUNT, description: 'Number in its partition, from 1.' },
      exchanges: listSchema(refTo('ReadExchange')),
      found: { ...COUNT, description: 'Items that `records` selects.' },
      items: { ...listSchema(JSON_VALUE), description: 'The first of them.' },
      scope: { ...OPEN_OBJECT, description: 'What expressions see besides an item and the settings.' },
      records: listSchema(objectSchema({ entity: TEXT, record: OPEN_OBJECT })),
      rejects: listSchema(
        objectSchema({
          entity: TEXT,
          stream: TEXT,
          pointer: POINTER,
          code: TEXT,
          message: TEXT,
          fix: TEXT,
          item: JSON_VALUE,
        }),
      ),
      unmapped: listSchema(objectSchema({ enum: TEXT, value: TEXT })),
      warnings: listSchema(OPEN_OBJECT),
      omitted: {
        ...FLAG,
        description: 'Some items, records or rejects are omitted because together they are too large.',
      },
      next: { ...JSON_VALUE, description: 'Position of the next page; absent on the last one.' },
      stopped: { ...TEXT, description: 'Reason why no further page is read.' },
      skipped: { const: true, description: 'The partition was skipped.' },
    },
    ['next', 'stopped', 'skipped', 'omitted'],
  ),
};

const readWait: NamedSchema = {
  $id: 'ReadWait',
  description: 'Wait for a retry, the rate limit or a job.',
  ...objectSchema(
    {
      stream: TEXT,
      until: MOMENT,
      why: TEXT,
      retry: refTo('PendingRetry'),
    },
    ['retry'],
  ),
};

const readEnd: NamedSchema = {
  $id: 'ReadEnd',
  description: 'Result of a test read.',
  ...objectSchema(
    {
      partitions: COUNT,
      reached: {
        ...listSchema({ enum: ['partitions', 'pages', 'items', 'seconds'] }),
        description: 'Limits that ended the read or a part of it.',
      },
      unfinished: {
        ...listSchema(refTo('ReadExchange')),
        description: 'Requests of the page that was being read when the time limit ended the read.',
      },
      error: objectSchema({
        stream: TEXT,
        partition: TEXT,
        code: TEXT,
        message: TEXT,
        fix: TEXT,
        exchanges: { ...listSchema(refTo('ReadExchange')), description: 'Requests of the page that failed.' },
      }),
      noRecords: { ...refTo('NoRecords'), description: 'Set if the stream finds no items on its page.' },
    },
    ['error', 'noRecords'],
  ),
};

const event = (type: string, rest: Readonly<Record<string, object>>, description: string) => ({
  description,
  ...objectSchema({ type: { const: type }, ...rest }),
});

const readEvent: NamedSchema = {
  $id: 'ReadEvent',
  description: 'Line of the response to POST /api/reads.',
  anyOf: [
    event('request', { request: objectSchema({ method: TEXT, url: TEXT }) }, 'A request is about to be sent.'),
    event('wait', { wait: refTo('ReadWait') }, 'A wait begins.'),
    event('page', { page: refTo('ReadPage') }, 'A page was read.'),
    event(
      'rotated',
      { setting: TEXT, value: TEXT },
      'The vendor replaced a secret setting of this read. `value` is a placeholder for the new one in the next read.',
    ),
    event('end', { end: refTo('ReadEnd') }, 'The read ended. Last line.'),
    event('failed', { error: refTo('ErrorBody') }, 'The read could not start, or exceeded a limit. Last line.'),
  ],
};

/** Schemas of `POST /api/reads`. */
export const READ_SCHEMAS: readonly NamedSchema[] = [
  readLimits,
  readRequest,
  readExchange,
  readPage,
  readWait,
  readEnd,
  readEvent,
];
