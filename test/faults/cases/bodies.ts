import { isFull } from '../../setup/suite.ts';
import type { Case } from '../case.ts';
import { createOnePageManifest, createPagedManifest, IMPATIENT } from '../manifests.ts';
import { bomb, cutBody, cutChunk, cutJson, drip, gzip, hugePage, noLastChunk, type Play, status } from '../plays.ts';

const MEGABYTE = 2 ** 20;

const createDamagedCase = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0xdeadbeef, copy.length - 8);
  return copy;
};

/** Transient damage: a retry recovers from it, and permanent damage is an error. */
const PASSING: readonly (readonly [string, Play, NonNullable<Case['outcome']['error']>])[] = [
  ['a reset in mid-body', cutBody('reset'), 'CONNECTION_RESET'],
  ['a body shorter than its content-length', cutBody('end'), 'BODY_TRUNCATED'],
  ['a cut chunk', cutChunk, 'BODY_TRUNCATED'],
  ['chunks without the last one', noLastChunk, 'BODY_TRUNCATED'],
  ['JSON truncated by the end of the connection', cutJson, 'BODY_TRUNCATED'],
  ['truncated gzip', gzip((bytes) => bytes.subarray(0, 40)), 'BODY_TRUNCATED'],
  ['gzip without its trailer', gzip((bytes) => bytes.subarray(0, -8)), 'BODY_TRUNCATED'],
  ['gzip with a bad checksum', gzip(createDamagedCase), 'BODY_DAMAGED'],
];

/** Damaged response bodies. */
export const BODIES: readonly Case[] = [
  ...PASSING.flatMap(([name, play, error]): Case[] => [
    { name: `${name}, twice`, fault: [play, play], outcome: { attempts: 3 } },
    { name: `${name}, on every attempt`, fault: play, outcome: { error, attempts: 5 } },
  ]),
  {
    name: 'a gzip bomb',
    fault: bomb(16 * MEGABYTE, 1),
    maxBodyBytes: MEGABYTE,
    outcome: { error: 'PAGE_TOO_LARGE' },
    check: 'data PAGE_TOO_LARGE',
  },
  {
    name: 'a bomb in gzip of gzip',
    fault: bomb(16 * MEGABYTE, 2),
    maxBodyBytes: MEGABYTE,
    outcome: { error: 'PAGE_TOO_LARGE' },
  },
  {
    name: 'one byte at a time, once',
    manifest: createPagedManifest({ defaults: IMPATIENT }),
    fault: [drip(150)],
    pages: [1],
    outcome: { attempts: 2 },
  },
  {
    name: 'one byte at a time, on every attempt',
    manifest: createPagedManifest({ defaults: IMPATIENT }),
    fault: drip(150),
    pages: [1],
    outcome: { error: 'RESPONSE_TIMEOUT' },
  },
  {
    name: 'a header of 40 kB',
    fault: status(200, { 'x-long': 'x'.repeat(40_000) }, '{"items":[]}'),
    outcome: { error: 'ANSWER_NOT_HTTP' },
  },
  {
    name: 'a huge page',
    manifest: createOnePageManifest(),
    fault: hugePage(isFull ? 200 : 20),
    on: 'GET /things',
    outcome: {},
  },
];
