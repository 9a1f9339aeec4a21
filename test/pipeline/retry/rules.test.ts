import { describe, expect, test } from 'vitest';
import type { ErrorRule } from '../../../engine/manifest/types.generated.ts';
import {
  classifyResponse,
  compileRetry,
  compileRules,
  type RuleResponse,
  type RuleSources,
  type Verdict,
} from '../../../engine/pipeline/retry/index.ts';

const rules = (sources: Partial<RuleSources> = {}) =>
  compileRules({ own: undefined, shared: undefined, policy: compileRetry(), reauthOn: [401], skipOn: [], ...sources });

const answer = (status: number, body?: unknown, headers: RuleResponse['headers'] = {}): RuleResponse => ({
  status,
  headers,
  body,
});

describe('built-in rules', () => {
  test.each<readonly [number, Verdict['kind']]>([
    [200, 'ok'],
    [204, 'ok'],
    [400, 'fail'],
    [401, 'reauthenticate'],
    [403, 'fail'],
    [404, 'fail'],
    [405, 'fail'],
    [422, 'fail'],
    ...[408, 425, 429, 500, 502, 503, 504].map((status): [number, 'retry'] => [status, 'retry']),
    [501, 'fail'],
    [206, 'ok'],
    [304, 'ok'],
    [410, 'fail'],
  ])('%d means %s', async (status, kind) => {
    expect(await classifyResponse(rules(), answer(status), { scope: {} })).toEqual({ kind });
  });

  test('the given statuses skip a partition or renew the login', async () => {
    const own = rules({ skipOn: [403, 404], reauthOn: [419] });
    expect(await classifyResponse(own, answer(404), { scope: {} })).toEqual({ kind: 'skipPartition' });
    expect(await classifyResponse(own, answer(410), { scope: {} })).toEqual({ kind: 'skipPartition' });
    expect(await classifyResponse(rules({ skipOn: [403] }), answer(410), { scope: {} })).toEqual({ kind: 'fail' });
    expect(await classifyResponse(own, answer(419), { scope: {} })).toEqual({ kind: 'reauthenticate' });
    expect(await classifyResponse(own, answer(401), { scope: {} })).toEqual({ kind: 'fail' });
  });
});

interface Case {
  readonly name: string;
  readonly own?: readonly ErrorRule[];
  readonly shared?: readonly ErrorRule[];
  readonly answer: RuleResponse;
  readonly verdict: Verdict;
}

const CASES: readonly Case[] = [
  {
    name: 'a status',
    own: [{ status: [404, 410], action: 'endOfPages' }],
    answer: answer(410),
    verdict: { kind: 'endOfPages' },
  },
  {
    name: 'a condition on the body of a successful response',
    own: [{ when: "body.error.code = 'BUSY'", action: 'retry' }],
    answer: answer(200, { error: { code: 'BUSY' } }),
    verdict: { kind: 'retry' },
  },
  {
    name: 'a condition on a header, the scope and the status',
    own: [{ when: 'headers.`x-state` = settings.state and status = 403', action: 'skipPartition' }],
    answer: answer(403, 'text', { 'x-state': 'gone' }),
    verdict: { kind: 'skipPartition' },
  },
  {
    name: 'a status and a condition that both match',
    own: [
      { status: [400], when: "$contains(body, 'filter')", action: 'fail', code: 'FILTER_REJECTED', fix: 'Look at it.' },
    ],
    answer: answer(400, 'bad filter'),
    verdict: { kind: 'fail', code: 'FILTER_REJECTED', fix: 'Look at it.' },
  },
  {
    name: 'only one of the two matches',
    own: [{ status: [400], when: "$contains(body, 'filter')", action: 'endOfPages' }],
    answer: answer(400, 'something else'),
    verdict: { kind: 'fail' },
  },
  {
    name: 'the first matching rule',
    own: [
      { status: [500], action: 'skipPartition' },
      { status: [500], action: 'endOfPages' },
    ],
    answer: answer(500),
    verdict: { kind: 'skipPartition' },
  },
  {
    name: "a stream's own rules take precedence over the shared ones",
    shared: [{ status: [404], action: 'fail', code: 'NOT_FOUND' }],
    own: [{ status: [404], action: 'endOfPages' }],
    answer: answer(404),
    verdict: { kind: 'endOfPages' },
  },
  {
    name: 'shared rules if no own rule matches',
    own: [{ status: [410], action: 'endOfPages' }],
    shared: [{ status: [404], action: 'reauthenticate' }],
    answer: answer(404),
    verdict: { kind: 'reauthenticate' },
  },
  {
    name: 'a condition without a value does not match',
    own: [{ when: 'body.no.such.thing', action: 'retry' }],
    answer: answer(200, {}),
    verdict: { kind: 'ok' },
  },
  {
    name: 'a rule without conditions applies to failures only',
    own: [{ action: 'retry' }],
    answer: answer(200),
    verdict: { kind: 'ok' },
  },
  {
    name: 'a rule without conditions applies to all failures',
    own: [{ action: 'retry' }],
    answer: answer(404),
    verdict: { kind: 'retry' },
  },
];

test.each(CASES)('error rules: $name', async ({ own, shared, answer: given, verdict }) => {
  expect(await classifyResponse(rules({ own, shared }), given, { scope: { settings: { state: 'gone' } } })).toEqual(
    verdict,
  );
});

test('only responses that a condition can match need their body', () => {
  const own = rules({
    own: [
      { status: [200], when: 'body.error', action: 'retry' },
      { status: [404], action: 'endOfPages' },
    ],
  });
  expect([own.needsBody(200), own.needsBody(404), own.needsBody(500)]).toEqual([true, false, false]);
  expect(rules({ own: [{ when: 'body.error', action: 'retry' }] }).needsBody(500)).toBe(true);
});

test('a condition with a syntax error is rejected when the rules are compiled', () => {
  expect(() => rules({ own: [{ when: 'a[', action: 'retry' }] })).toThrow(
    expect.objectContaining({ code: 'EXPRESSION_SYNTAX' }),
  );
});
