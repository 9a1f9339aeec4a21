import { FLAG, type NamedSchema, objectSchema, recordSchema, refTo, TEXT } from './schema.ts';

const SETTING = { type: ['string', 'number', 'boolean'] };

const checksRequest: NamedSchema = {
  $id: 'ChecksRequest',
  ...objectSchema(
    {
      id: {
        type: 'string',
        pattern: '^[A-Za-z0-9-]{8,64}$',
        description:
          'Chosen by the page, so that it knows its events before the answer is there; else the server makes one.',
      },
      connector: TEXT,
      settings: recordSchema(SETTING),
      filters: recordSchema(TEXT),
    },
    ['id', 'filters'],
  ),
};

const startedAnswer: NamedSchema = {
  $id: 'Started',
  description: 'What was begun goes on; the stream of GET /api/events tells how, by this id.',
  ...objectSchema({ id: TEXT }),
};

const check: NamedSchema = {
  $id: 'Check',
  ...objectSchema(
    {
      id: { enum: ['network', 'tls', 'authentication', 'authorization', 'data'] },
      title: TEXT,
      status: { enum: ['passed', 'failed', 'skipped'] },
      code: { type: ['string', 'null'] },
      message: TEXT,
      fix: TEXT,
      ms: { type: 'number' },
      evidence: recordSchema(TEXT),
      curl: { ...TEXT, description: 'Its last request, to try by hand; what could be secret stands in it as $NAME.' },
    },
    ['curl'],
  ),
};

const checkEvent: NamedSchema = {
  $id: 'CheckEvent',
  description: 'event: check. One of the five has ended.',
  ...objectSchema({ id: TEXT, check: refTo('Check') }),
};

const checkedEvent: NamedSchema = {
  $id: 'CheckedEvent',
  description: 'event: checked. All five have ended, or none could begin.',
  ...objectSchema(
    {
      id: TEXT,
      ok: FLAG,
      record: { type: 'object', additionalProperties: true, description: 'One real record, mapped.' },
      error: refTo('ErrorBody'),
    },
    ['record', 'error'],
  ),
};

/** Test Connection, told on the stream of events. */
export const CHECK_SCHEMAS: readonly NamedSchema[] = [checksRequest, startedAnswer, check, checkEvent, checkedEvent];
