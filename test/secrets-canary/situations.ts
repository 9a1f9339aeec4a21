import type { Answer, Script } from '../pipeline/run/small-vendor.ts';
import { CANARIES, listEncoded } from './canaries.ts';

const { key, token } = CANARIES;
const both = `${key} ${token}`;

/** Correct vendor with one changed response. */
interface Vendor {
  /** Expected output of the run, so that a run without effect fails the test. */
  readonly says: string;
  readonly login?: Answer;
  readonly things?: Answer;
  readonly parts?: Answer;
}

const THINGS: Answer = {
  json: {
    items: [
      { id: 't1', note: 'n' },
      { id: 't2', note: 'm' },
    ],
  },
};
const PARTS: Answer = { json: { items: [{ id: 'p1', note: 'n', level: 3 }] } };

/** Faults of a vendor that echoes the secrets in different ways. */
const FAULTS: Readonly<Record<string, Vendor>> = {
  'all is well': { says: 'PROCESSED' },
  'the login is refused': { says: 'AUTH_REJECTED', login: { status: 401, json: { error: `wrong key ${key}` } } },
  'the login answers with a page': {
    says: 'AUTH_RESPONSE_INVALID',
    login: { text: `<html>${key}</html>`, headers: { 'content-type': 'text/html' } },
  },
  'the login brings no token': { says: 'AUTH_RESPONSE_INVALID', login: { json: { token: null, echo: key } } },
  'every request is refused': {
    says: 'AUTH_REJECTED',
    things: { status: 401, json: { token, key }, headers: { 'www-authenticate': `Bearer "${token}"` } },
  },
  'a request may not be made': { says: 'PARTITION_SKIPPED', parts: { status: 403, text: both } },
  'the vendor breaks down': { says: 'VENDOR_UNAVAILABLE', things: { status: 500, text: both } },
  'the body is no JSON': { says: 'BODY_', things: { text: `{"items": [{"id": "${token}", ${token}` } },
  'the body has no records': { says: 'RECORDS_MISSING', parts: { json: { [token]: [], error: both } } },
  'it redirects elsewhere': {
    says: 'REDIRECT_REFUSED',
    things: { status: 302, headers: { location: `https://evil.example/?t=${encodeURIComponent(both)}` } },
  },
  'the next page is elsewhere': {
    says: 'HOST_NOT_ALLOWED',
    things: { json: { items: [], next: `https://evil.example/?t=${encodeURIComponent(both)}` } },
  },
  'items hold the secrets': {
    says: 'rejected',
    things: { json: { items: [{ id: 't1', note: token }] } },
    parts: {
      json: {
        items: [
          ...listEncoded(token).map(([, note], at) => ({ id: `p${at}`, note, level: 3 })),
          ...listEncoded(key).map(([, note], at) => ({ id: `q${at}`, note, level: 3 })),
          { id: 'bad', note: both, level: token },
          { id: 'worse', id2: key, [token]: key },
        ],
      },
    },
  },
};

const createScript =
  ({ login = { json: { token } }, things = THINGS, parts = PARTS }: Omit<Vendor, 'says'>): Script =>
  (target) => {
    if (target === 'POST /login') return login;
    return target.startsWith('/things') ? things : parts;
  };

/** Vendor behavior and the expected result of a run, by name. */
export const SITUATIONS = Object.entries(FAULTS).map(([situation, vendor]) => ({
  situation,
  script: createScript(vendor),
  says: vendor.says,
}));
