import type { Case } from '../case.ts';
import { createPagedManifest, IMPATIENT } from '../manifests.ts';
import { answerThenClose, bytes, end, reset, silence } from '../plays.ts';

const impatient = createPagedManifest({ defaults: IMPATIENT });

const NOT_HTTP: Case['outcome'] = { error: 'ANSWER_NOT_HTTP', attempts: 1 };
const CUT: Case['outcome'] = { error: 'BODY_TRUNCATED', attempts: 5 };

/** Invalid response heads, with the expected number of attempts. */
const NO_ANSWERS: readonly (readonly [string, string, Case['outcome']])[] = [
  ['a status of 99', 'HTTP/1.1 099 Any', NOT_HTTP],
  [
    'an unrequested protocol',
    'HTTP/1.1 101 Any\r\nupgrade: h2c\r\nconnection: upgrade',
    { error: 'CONNECTION_RESET', attempts: 5 },
  ],
  ['two lengths', 'HTTP/1.1 200 Any\r\ncontent-length: 5\r\ncontent-length: 12', CUT],
  ['a length and chunks', 'HTTP/1.1 200 Any\r\ncontent-length: 5\r\ntransfer-encoding: chunked', CUT],
  ['a line of another protocol', 'SSH-2.0-OpenSSH_9.6', NOT_HTTP],
];

/** Faults before a response starts. */
export const CONNECTIONS: readonly Case[] = [
  { name: 'refused twice, then success', opensAfter: 2, outcome: {} },
  {
    name: 'refused on every attempt',
    opensAfter: Number.POSITIVE_INFINITY,
    outcome: { error: 'CONNECTION_REFUSED' },
    check: 'network CONNECTION_REFUSED',
  },
  { name: 'a host that is unknown twice, then known', names: ['ENOTFOUND', 'ENOTFOUND'], outcome: {} },
  {
    name: 'an unknown host',
    names: 'ENOTFOUND',
    outcome: { error: 'HOST_UNKNOWN' },
    check: 'network HOST_UNKNOWN',
  },
  { name: 'DNS that is down once', names: ['EAI_AGAIN'], outcome: {} },
  {
    name: 'DNS that is down',
    names: 'EAI_AGAIN',
    outcome: { error: 'DNS_UNAVAILABLE' },
    check: 'network DNS_UNAVAILABLE',
  },
  { name: 'a connection reset at accept, twice', greetings: ['reset', 'reset'], outcome: {} },
  { name: 'connections reset at accept', greetings: 'reset', outcome: { error: 'CONNECTION_RESET' } },
  { name: 'a connection closed at accept, twice', greetings: ['end', 'end'], outcome: {} },
  { name: 'connections closed at accept', greetings: 'end', outcome: { error: 'CONNECTION_RESET' } },
  { name: 'a connection that is accepted and silent, once', manifest: impatient, greetings: ['silent'], outcome: {} },
  {
    name: 'connections that are accepted and silent',
    manifest: impatient,
    greetings: 'silent',
    outcome: { error: 'RESPONSE_TIMEOUT' },
  },
  {
    name: 'a request without a response, once',
    manifest: impatient,
    fault: [silence],
    pages: [1],
    outcome: { attempts: 2 },
  },
  {
    name: 'a request without a response, on every attempt',
    manifest: impatient,
    fault: silence,
    pages: [1],
    outcome: { error: 'RESPONSE_TIMEOUT', attempts: 2 },
  },
  // The request uses an idle connection of a previous response: it is sent again immediately without counting a retry.
  {
    name: 'a kept-alive connection closed during the next request',
    fault: [answerThenClose],
    pages: [0, 1],
    outcome: { retries: 0 },
  },
  { name: 'a connection reset instead of a response, twice', fault: [reset, reset], outcome: {} },
  { name: 'a connection closed instead of a response, twice', fault: [end, end], outcome: {} },
  ...NO_ANSWERS.map(
    ([what, head, outcome]): Case => ({
      name: `${what} instead of a response`,
      fault: bytes(`${head}\r\n\r\n{"items":[]}`),
      outcome,
    }),
  ),
  { name: 'resets instead of responses', fault: reset, outcome: { error: 'CONNECTION_RESET' } },
];
