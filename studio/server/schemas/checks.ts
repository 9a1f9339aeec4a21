import { FLAG, JSON_VALUE, type NamedSchema, objectSchema, recordSchema, refTo, TEXT } from './schema.ts';

const SETTING = JSON_VALUE;

const checksRequest: NamedSchema = {
  $id: 'ChecksRequest',
  ...objectSchema(
    {
      id: {
        type: 'string',
        pattern: '^[A-Za-z0-9-]{8,64}$',
        description:
          'Id of the events, so that a client recognizes events that arrive before the response; generated when absent.',
      },
      connector: TEXT,
      settings: recordSchema(SETTING),
      filters: recordSchema(TEXT),
    },
    ['id', 'filters'],
  ),
};

const startedResponse: NamedSchema = {
  $id: 'Started',
  description: 'The operation continues; GET /api/events reports its progress with this id.',
  ...objectSchema({ id: TEXT }),
};

const consentRequest: NamedSchema = {
  $id: 'ConsentRequest',
  ...objectSchema({ connector: TEXT, settings: recordSchema(SETTING) }),
};

const consentStarted: NamedSchema = {
  $id: 'ConsentStarted',
  description: 'The person consents on the page; the event "authorized" with this id reports the result.',
  ...objectSchema({
    id: TEXT,
    url: { ...TEXT, description: 'Page of the vendor.' },
    code: { type: ['string', 'null'], description: 'Code to enter there, for a device code.' },
  }),
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
      curl: {
        ...TEXT,
        description: 'Last request of the check as a curl command; possible secrets are shell variables.',
      },
    },
    ['curl'],
  ),
};

const checkEvent: NamedSchema = {
  $id: 'CheckEvent',
  description: 'event: check. One of the five checks finished.',
  ...objectSchema({ id: TEXT, check: refTo('Check') }),
};

const checkedEvent: NamedSchema = {
  $id: 'CheckedEvent',
  description: 'event: checked. All checks finished, or the test could not start.',
  ...objectSchema(
    {
      id: TEXT,
      ok: FLAG,
      record: { type: 'object', additionalProperties: true, description: 'First record, mapped.' },
      error: refTo('ErrorBody'),
    },
    ['record', 'error'],
  ),
};

const authorizedEvent: NamedSchema = {
  $id: 'AuthorizedEvent',
  description: 'event: authorized. The refresh token of a consent is stored, or the consent failed.',
  ...objectSchema(
    {
      id: TEXT,
      ok: FLAG,
      setting: { ...TEXT, description: 'Secret setting of the token, for a new connection.' },
      value: { ...TEXT, description: 'Placeholder of the token, to send as the value of the setting.' },
      error: refTo('ErrorBody'),
    },
    ['setting', 'value', 'error'],
  ),
};

/** Schemas of Test Connection, of consents, and of their events. */
export const CHECK_SCHEMAS: readonly NamedSchema[] = [
  checksRequest,
  startedResponse,
  consentRequest,
  consentStarted,
  check,
  checkEvent,
  checkedEvent,
  authorizedEvent,
];
