import type { Case } from '../case.ts';
import {
  createOnePageManifest,
  createPagedManifest,
  createPartitionedManifest,
  SIGNED,
  WITH_KEY,
} from '../manifests.ts';
import { answerWithDate, reset, status } from '../plays.ts';

const createLimitedCase = (wait: string) => status(429, { 'retry-after': wait });
const POST = 'POST /things';
const createPostedCase = (repeatable: boolean) =>
  createOnePageManifest({
    request: { method: 'POST', path: '/things', json: {}, ...(repeatable ? { repeatable } : {}) },
  });

const PARTS = 'GET /things/t2/parts';

/** Error responses. */
export const STATUSES: readonly Case[] = [
  ...[408, 425, 500, 502, 503, 504].map(
    (code): Case => ({
      name: `${code} twice, then success`,
      fault: [status(code), status(code)],
      outcome: { attempts: 3 },
    }),
  ),
  {
    name: '500 on every attempt',
    fault: status(500),
    outcome: { error: 'VENDOR_UNAVAILABLE', attempts: 5 },
    check: 'authorization VENDOR_UNAVAILABLE',
  },
  ...([400, 404, 405, 422] as const).map(
    (code): Case => ({
      name: `${code}, which is not retried`,
      fault: status(code),
      outcome: { error: code === 404 ? 'NOT_FOUND' : 'REQUEST_REFUSED', attempts: 1 },
    }),
  ),
  { name: '429 with seconds', fault: [createLimitedCase('7')], outcome: { attempts: 2, waits: 6000 } },
  {
    name: '429 with a date',
    fault: [answerWithDate(429, 'retry-after', { ms: 40_000 })],
    pages: [1],
    outcome: { attempts: 2, waits: 20_000 },
  },
  {
    name: '429 with a past date',
    fault: [answerWithDate(429, 'retry-after', { ms: -9000 })],
    outcome: { attempts: 2 },
  },
  { name: '429 with a word', fault: [createLimitedCase('abc')], outcome: { attempts: 2 } },
  {
    name: '429 with an excessive wait',
    fault: createLimitedCase('99999999'),
    outcome: { error: 'RATE_LIMITED', attempts: 1 },
  },
  { name: '429 with a negative wait', fault: [createLimitedCase('-5')], outcome: { attempts: 2 } },
  {
    name: '429 with the reset of a rate limit',
    fault: [status(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' })],
    outcome: { attempts: 2, waits: 8000 },
  },
  {
    name: '429 on every attempt',
    fault: status(429),
    outcome: { error: 'VENDOR_UNAVAILABLE', attempts: 5 },
    check: 'authorization VENDOR_UNAVAILABLE',
  },
  {
    name: '403 on one partition of many',
    manifest: createPartitionedManifest(),
    on: PARTS,
    fault: status(403),
    outcome: { warnings: ['PARTITION_SKIPPED'], exit: 3, attempts: 1 },
  },
  {
    name: '404 on one partition of many',
    manifest: createPartitionedManifest(),
    on: PARTS,
    fault: status(404),
    outcome: { warnings: ['PARTITION_SKIPPED'], exit: 3, attempts: 1 },
  },
  {
    name: '500 on one partition of many',
    manifest: createPartitionedManifest(),
    on: PARTS,
    fault: status(500),
    outcome: { error: 'VENDOR_UNAVAILABLE', attempts: 5 },
  },
  {
    name: 'a status that is both retried and skipped, on every attempt',
    manifest: createPartitionedManifest({ partitions: [{ parent: 'things', as: 'thing' }], skipOn: [500] }),
    on: PARTS,
    fault: status(500),
    outcome: { warnings: ['PARTITION_SKIPPED'], exit: 3, attempts: 5 },
  },
  {
    name: 'a status that is both retried and skipped, once',
    manifest: createPartitionedManifest({ partitions: [{ parent: 'things', as: 'thing' }], skipOn: [500] }),
    on: PARTS,
    fault: [status(500)],
    outcome: { attempts: 2 },
  },
  {
    name: '403 on the whole stream',
    fault: status(403),
    outcome: { error: 'PERMISSION_DENIED', attempts: 1 },
    check: 'authorization PERMISSION_DENIED',
  },
  {
    name: 'a POST that is reset',
    manifest: createPostedCase(false),
    on: POST,
    fault: [reset],
    outcome: { error: 'CONNECTION_RESET', attempts: 1 },
  },
  {
    name: 'a repeatable POST that is reset',
    manifest: createPostedCase(true),
    on: POST,
    fault: [reset],
    outcome: { attempts: 2 },
  },
  {
    name: 'a POST that is answered with 500',
    manifest: createPostedCase(false),
    on: POST,
    fault: [status(500)],
    outcome: { error: 'VENDOR_UNAVAILABLE', attempts: 1 },
  },
  ...[429, 503].map(
    (code): Case => ({
      name: `a POST that is refused with ${code}`,
      manifest: createPostedCase(false),
      on: POST,
      fault: [status(code)],
      outcome: { attempts: 2 },
    }),
  ),
  {
    name: 'more failures than the retry budget',
    manifest: createPagedManifest({ defaults: { retry: { budget: 3 } } }),
    fault: status(500),
    outcome: { error: 'RETRY_BUDGET_SPENT', attempts: 4 },
  },
  {
    name: 'waits longer than the time limit of the run',
    manifest: createPagedManifest({ defaults: { budget: { time: 'PT20S' } } }),
    fault: createLimitedCase('30'),
    outcome: { error: 'RUN_BUDGET_SPENT', attempts: 1, says: '20 s' },
  },
  {
    name: 'more bytes than the limit of the run',
    manifest: createPagedManifest({ defaults: { budget: { bytes: 60 } } }),
    outcome: {
      error: 'RUN_BUDGET_SPENT',
      says: '60 bytes',
      asked: { 'GET /things?page=0': 1, 'GET /things?page=1': 0 },
    },
  },
  {
    name: 'a clock that is off by 10 minutes, with a signature',
    manifest: createPagedManifest({ auth: SIGNED, settings: WITH_KEY }),
    fault: answerWithDate(401, 'date', { ms: -600_000 }),
    pages: [0],
    outcome: { error: 'CLOCK_SKEWED' },
    check: 'authentication CLOCK_SKEWED',
  },
  {
    name: 'a rejected signature with an accurate clock',
    manifest: createPagedManifest({ auth: SIGNED, settings: WITH_KEY }),
    fault: answerWithDate(401, 'date', { ms: 0 }),
    pages: [0],
    outcome: { error: 'AUTH_REJECTED' },
    check: 'authentication AUTH_REJECTED',
  },
];
