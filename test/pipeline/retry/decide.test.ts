import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileRetry,
  computeBackoff,
  type Decision,
  decideRetry,
  type Failure,
} from '../../../engine/pipeline/retry/index.ts';

const POLICY = compileRetry();
const ANSWERED: Failure = { repeatable: true, unprocessed: false };
const NOW = 1_700_000_000_000;
const context = { now: NOW, fraction: 0.5, budget: 10 };

test('the policy of a manifest overrides the defaults', () => {
  expect(POLICY).toEqual({
    attempts: 5,
    baseDelayMs: 500,
    maxDelayMs: 60_000,
    statuses: [408, 425, 429, 500, 502, 503, 504],
    budget: 1000,
  });
  const spec = { attempts: 2, baseDelay: 'PT1S', maxDelay: 'PT5M', statuses: [503], budget: 0 };
  expect(compileRetry(spec)).toEqual({
    attempts: 2,
    baseDelayMs: 1000,
    maxDelayMs: 300_000,
    statuses: [503],
    budget: 0,
  });
  expect(() => compileRetry({ baseDelay: 'P' })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

interface Case {
  readonly name: string;
  readonly failure: Failure;
  readonly attempt: number;
  readonly budget?: number;
  readonly decision: Decision;
}

const CASES: readonly Case[] = [
  { name: 'the base delay', failure: ANSWERED, attempt: 1, decision: { kind: 'retry', at: NOW + 250 } },
  {
    name: 'a delay that doubles with each attempt',
    failure: ANSWERED,
    attempt: 4,
    decision: { kind: 'retry', at: NOW + 2000 },
  },
  { name: 'the last attempt', failure: ANSWERED, attempt: 5, decision: { kind: 'giveUp', reason: 'attempts' } },
  {
    name: 'no budget',
    failure: ANSWERED,
    attempt: 1,
    budget: 0,
    decision: { kind: 'giveUp', reason: 'budget', budget: 1000 },
  },
  {
    name: 'the wait that the vendor requests',
    failure: { ...ANSWERED, wait: { ms: 60_000 } },
    attempt: 1,
    decision: { kind: 'retry', at: NOW + 60_000 },
  },
  {
    name: 'a requested wait above the maximum of the policy',
    failure: { ...ANSWERED, wait: { ms: 60_001 } },
    attempt: 1,
    decision: { kind: 'giveUp', reason: 'wait', waitMs: 60_001 },
  },
  {
    name: 'a fixed wait, which replaces the backoff and may exceed the maximum of the policy',
    failure: { ...ANSWERED, wait: { ms: 90_000, fixed: true } },
    attempt: 4,
    decision: { kind: 'retry', at: NOW + 90_000 },
  },
  {
    name: 'a request that is not repeatable',
    failure: { repeatable: false, unprocessed: false },
    attempt: 1,
    decision: { kind: 'giveUp', reason: 'unrepeatable' },
  },
  {
    name: 'a request that is not repeatable and was not processed',
    failure: { repeatable: false, unprocessed: true },
    attempt: 1,
    decision: { kind: 'retry', at: NOW + 250 },
  },
];

describe('after a failed attempt', () => {
  test.each(CASES)('$name', ({ failure, attempt, budget = 10, decision }) => {
    expect(decideRetry(POLICY, failure, attempt, { ...context, budget })).toEqual(decision);
  });
});

test('a wait lies between zero and its limit, for any attempt', () => {
  const fractions = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fractions, (attempt, fraction) => {
      const wait = computeBackoff(POLICY, attempt, fraction);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(POLICY.maxDelayMs, POLICY.baseDelayMs * 2 ** (attempt - 1)));
    }),
  );
});

test('the number of attempts stays within the policy and the budget', () => {
  const waits = fc.option(fc.nat({ max: 70_000 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.nat({ max: 25 }),
      fc.infiniteStream(waits),
      (attempts, budget, stream) => {
        const policy = compileRetry({ attempts });
        let sent = 1;
        for (const waitMs of stream) {
          const failure = waitMs === undefined ? ANSWERED : { ...ANSWERED, wait: { ms: waitMs } };
          const decision = decideRetry(policy, failure, sent, { ...context, budget: budget - (sent - 1) });
          if (decision.kind === 'giveUp') break;
          expect(decision.at - NOW).toBeGreaterThanOrEqual(waitMs ?? 0);
          expect(decision.at - NOW).toBeLessThanOrEqual(policy.maxDelayMs);
          sent += 1;
        }
        expect(sent).toBeLessThanOrEqual(Math.min(attempts, budget + 1));
      },
    ),
  );
});
