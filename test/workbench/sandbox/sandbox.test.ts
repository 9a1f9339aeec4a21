import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { type Manifest, parseManifest } from '../../../engine/manifest/index.ts';
import { previewMap } from '../../../engine/workbench/preview/index.ts';
import { createSandbox } from '../../../engine/workbench/sandbox/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { isFull, pickRows } from '../../setup/suite.ts';

const HCL = readManifestFile('hcl-appscan-dast');
const RECORDING = new URL('../../../manifests/hcl-appscan-dast/recordings/full.json', import.meta.url);
const item = {
  Id: 'i1',
  IssueType: 'XSS',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  Text: `${'a'.repeat(40)}!`,
};
const SAMPLE = JSON.stringify({ scope: { application: { Id: 'a1' } }, item });

/** Returns the connector with an additional expression in its finding map. */
const withField = (target: string, source: string): Manifest => {
  const finding = HCL.maps['finding'];
  if (!finding) throw new Error('the connector has lost its finding map');
  return { ...HCL, maps: { ...HCL.maps, finding: { ...finding, fields: { ...finding.fields, [target]: source } } } };
};

const sampled = (source: string) => ({ manifest: withField('description', source), map: 'finding', sample: SAMPLE });

// Half of the default timeout keeps the test short.
const sandbox = createSandbox({ deadlineMs: 1_000, memoryMb: 256 });
afterAll(() => sandbox.close());

/** Doubles a text until it exhausts memory. */
const DOUBLING = '($f := function($s, $n) { $n = 0 ? $length($s) : $f($s & $s, $n - 1) }; $f("x", ';

describe('a call of the sandbox', () => {
  test('returns the same result as the task in this process', async () => {
    const input = { manifest: HCL, map: 'finding', sample: SAMPLE };
    expect(await sandbox.call('preview', input)).toEqual(await previewMap(HCL, 'finding', SAMPLE));
  });

  test.each<[decoder: object, records: string, body: string]>([
    [{ type: 'csv' }, '$', 'id\n1\n'],
    [{ type: 'xml' }, 'list.one', '<list><one><id>1</id></one></list>'],
    [{ type: 'ndjson' }, '$', '{"id":"1"}\n'],
  ])('reads a body of %j', async (decoder, records, body) => {
    const stream = { request: { path: '/list' }, decoder, records, paginator: { type: 'none' } };
    const { manifest } = parseManifest(
      JSON.stringify({ ...HCL, auth: { type: 'none' }, streams: { list: stream }, maps: {} }),
    );
    const settings = { domain_url: 'https://acme.example', key_id: 'a', key_secret: 'made-up-secret' };
    const exchanges = [
      { request: { method: 'GET', url: 'https://acme.example/list' }, response: { status: 200, body } },
    ];
    const recording = { description: 'one item', now: '2026-01-01T00:00:00.000Z', settings, exchanges };
    const { outcome } = await sandbox.call('replay', { manifest, recording } as never);
    expect(outcome.records).toEqual({ list: [{ id: '1' }] });
  });

  test('rejects with the error of the task', async () => {
    await expect(sandbox.call('preview', { manifest: HCL, map: 'fining', sample: '[]' })).rejects.toMatchObject({
      name: 'EngineError',
      code: 'SELECT_UNKNOWN',
      fix: expect.stringContaining('Did you mean "finding"'),
    });
  });

  test('validates the text of a manifest', async () => {
    const { issues } = await sandbox.call('validate', { text: '{"id": 1}' });
    expect(issues.length).toBeGreaterThan(0);
  });

  test('lists the leaves that each target was computed from', async () => {
    const [one] = await sandbox.call('lineage', { manifest: HCL, map: 'finding', sample: SAMPLE });
    expect(one).toMatchObject({ item, reads: { name: expect.arrayContaining(['/IssueType']) } });
  });

  test('replays a recorded case', async () => {
    const recording = JSON.parse(readFileSync(RECORDING, 'utf8'));
    const { report, unused } = await sandbox.call('replay', { manifest: HCL, recording });
    expect([report.state, unused]).toEqual(['PROCESSED', []]);
  });

  test('waits for the previous call', async () => {
    const all = ['"a"', '"b"', '"c"'].map((source) => sandbox.call('preview', sampled(source)));
    const given = (await Promise.all(all)).map(({ records }) => records[0]?.['description']);
    expect(given).toEqual(['a', 'b', 'c']);
  });
});

/** Expressions that would hang or crash a process, with the expected error codes. */
const HOSTILE = [
  ['a pattern that backtracks for ever', '$contains(Text, /^(a+)+$/)', ['none']],
  ['a pattern with alternatives that begin alike', '$replace(Text, /^(a|a|aa)*$/, "")', ['none']],
  ['recursion without end', '($f := function($n) { $f($n + 1) }; $f(1))', ['EXPRESSION_TOO_LONG']],
  ['recursion that doubles', '($f := function($n) { $f($n + 1) + $f($n + 1) }; $f(1))', ['EXPRESSION_TOO_LONG']],
  ['ranges of ranges', '$count([1..9999999].([1..9999999]))', ['EXPRESSION_TOO_LONG', 'EXPRESSION_TOO_LARGE']],
  ['a text that doubles', `${DOUBLING}28))`, ['EXPRESSION_TOO_LONG']],
  [
    'a list of long texts',
    `[1..3000].$join([$pad("x", 90000), $string($)])`,
    ['EXPRESSION_TOO_LARGE', 'EXPRESSION_TOO_LONG'],
  ],
  ['a picture that repeats', `$toMillis("${'a'.repeat(60)}!", "${'[MNn]'.repeat(10)}")`, ['EXPRESSION_TOO_LONG']],
] as const;

const endOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (output) => /EXPRESSION_TOO_[A-Z]+/.exec(JSON.stringify(output))?.[0] ?? 'none',
    (error: { code: string }) => error.code,
  );

describe('an expression that would hang or crash a process', () => {
  test.each(pickRows(HOSTILE, 2))('%s is terminated, and the next call succeeds', async (_what, source, codes) => {
    expect(codes).toContain(await endOf(sandbox.call('preview', sampled(source))));
    const { records } = await sandbox.call('preview', sampled('"fine"'));
    expect(records[0]).toMatchObject({ description: 'fine' });
  });

  test.runIf(isFull)('is also terminated in a replay', async () => {
    const recording = JSON.parse(readFileSync(RECORDING, 'utf8'));
    const endless = withField('description', '($f := function($n) { $f($n + 1) }; $f(1))');
    expect(await endOf(sandbox.call('replay', { manifest: endless, recording }))).toBe('EXPRESSION_TOO_LONG');
  });
});
