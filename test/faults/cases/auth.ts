import type { Manifest } from '../../../engine/index.ts';
import type { Case } from '../case.ts';
import { createPagedManifest, OAUTH, WITH_KEY } from '../manifests.ts';
import { answerWell, answerWithDate, body, type Play, reset, status } from '../plays.ts';

const oauth = (auth: Partial<Manifest['auth']> = {}) =>
  createPagedManifest({ auth: { ...OAUTH, ...auth } as Manifest['auth'], settings: WITH_KEY });

const TOKEN = 'POST /token';
const living = (expiresIn: string): Play => body(`{"access_token":"token-of-the-tests","expires_in":${expiresIn}}`);
const LIFELESS: Play = body('{"access_token":"token-of-the-tests"}');

/** Responds normally if the request has the token, with 401 otherwise. */
const createGuardedCase =
  (token: string): Play =>
  (exchange, good) =>
    exchange.seen.headers['authorization'] === `Bearer ${token}`
      ? answerWell(exchange, good)
      : status(401)(exchange, good);

const guardedBy = (token: string) =>
  Object.fromEntries([0, 1, 2].map((page) => [`GET /things?page=${page}`, createGuardedCase(token)]));

const GUARDED = guardedBy('token-of-the-tests');
const LONG_TOKEN = Array.from({ length: 4000 }, (_, at) => at.toString(36).padStart(5, 'x')).join('');

const manifest = oauth();

/** Tokens that are missing, expire, or are rejected. */
export const AUTH: readonly Case[] = [
  {
    name: 'an accepted token',
    manifest,
    on: TOKEN,
    fault: [answerWell],
    also: GUARDED,
    outcome: { attempts: 1 },
    check: 'passed',
  },
  { name: '401 once in mid-run', manifest, fault: [status(401)], outcome: { attempts: 2, asked: { [TOKEN]: 2 } } },
  {
    name: '401 on every attempt',
    manifest,
    fault: status(401),
    outcome: { error: 'AUTH_REJECTED', attempts: 2, asked: { [TOKEN]: 2 } },
  },
  {
    name: '401 on every attempt, on a clock that is off by 10 minutes',
    manifest,
    fault: answerWithDate(401, 'date', { ms: 600_000 }),
    pages: [1],
    outcome: { error: 'AUTH_REJECTED', says: 'clock differs' },
  },
  {
    name: 'a token endpoint that answers 500 twice',
    manifest,
    on: TOKEN,
    fault: [status(500), status(500)],
    also: GUARDED,
    outcome: { attempts: 3 },
  },
  {
    name: 'a token endpoint that answers 500 on every attempt',
    manifest,
    on: TOKEN,
    fault: status(500),
    outcome: { error: 'VENDOR_UNAVAILABLE', attempts: 5 },
  },
  {
    name: 'a token endpoint that is reset twice',
    manifest,
    on: TOKEN,
    fault: [reset, reset],
    also: GUARDED,
    outcome: { attempts: 3 },
  },
  {
    name: 'a token endpoint that refuses',
    manifest,
    on: TOKEN,
    fault: status(401, {}, '{"error":"invalid_client"}'),
    outcome: { error: 'AUTH_REJECTED', attempts: 1 },
    check: 'authentication AUTH_REJECTED',
  },
  {
    name: 'a token endpoint that refuses in a 200',
    manifest,
    on: TOKEN,
    fault: body('{"error":"invalid_grant"}'),
    outcome: { error: 'AUTH_REJECTED' },
  },
  {
    name: 'a token endpoint that refuses, on a clock that is off by 10 minutes',
    manifest,
    on: TOKEN,
    fault: answerWithDate(400, 'date', { ms: -600_000, text: '{"error":"invalid_grant"}' }),
    outcome: { error: 'AUTH_REJECTED', says: 'clock differs' },
  },
  {
    name: 'a token endpoint that answers with a web page',
    manifest,
    on: TOKEN,
    fault: body('<html>'),
    outcome: { error: 'AUTH_RESPONSE_INVALID' },
    check: 'authentication AUTH_RESPONSE_INVALID',
  },
  {
    name: 'a token endpoint that returns no token',
    manifest,
    on: TOKEN,
    fault: body('{}'),
    outcome: { error: 'AUTH_RESPONSE_INVALID' },
  },
  {
    name: 'a token endpoint that redirects to another host',
    manifest,
    on: TOKEN,
    fault: status(307, { location: '{stranger}/token' }),
    outcome: { error: 'REDIRECT_REFUSED' },
  },
  ...['0', '-1', '"3600"', '3600', 'null', '"soon"', '1e400', '{}'].map(
    (expiresIn): Case => ({
      name: `a token whose expires_in is ${expiresIn}`,
      manifest,
      on: TOKEN,
      fault: living(expiresIn),
      also: GUARDED,
      outcome: { attempts: 1 },
    }),
  ),
  {
    name: 'a token of 20 kB',
    manifest,
    on: TOKEN,
    fault: body(`{"access_token":"${LONG_TOKEN}"}`),
    also: guardedBy(LONG_TOKEN),
    outcome: { attempts: 1 },
  },
  { name: 'a token without expires_in', manifest, on: TOKEN, fault: LIFELESS, also: GUARDED, outcome: { attempts: 1 } },
];
