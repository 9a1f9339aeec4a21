import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileManifestMap } from '../../../engine/pipeline/connector/index.ts';
import { type ExplainedSample, explainSample } from '../../../engine/workbench/preview/index.ts';
import { preparePreview } from '../../../engine/workbench/preview/prepare.ts';
import { CONNECTORS, readManifestFile } from '../../manifests/connectors.ts';
import { pickRows } from '../../setup/suite.ts';

const textOf = (id: string) => readFileSync(new URL(`../../../manifests/${id}/manifest.json`, import.meta.url), 'utf8');

interface Recorded {
  readonly exchanges: readonly { readonly response: { readonly body?: unknown } }[];
}

function recordingsOf(id: string): Recorded[] {
  const folder = new URL(`../../../manifests/${id}/recordings/`, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

const HCL = textOf('hcl-appscan-dast');
const issue = (changed: object) => ({
  Id: 'i1',
  IssueType: 'XSS',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  DateCreated: '2025-01-02T03:04:05.1234567Z',
  Port: 443,
  ...changed,
});
const pageOf = (...items: object[]) =>
  JSON.stringify({ scope: { application: { Id: 'a1' } }, page: { Items: items, Count: items.length } });

/** Returns the manifest with one field of the finding map replaced. */
function withField(target: string, field: unknown): string {
  const manifest = JSON.parse(HCL);
  if (field === undefined) delete manifest.maps.finding.fields[target];
  else manifest.maps.finding.fields[target] = field;
  return JSON.stringify(manifest);
}

function withoutNew(): string {
  const manifest = JSON.parse(HCL);
  delete manifest.enums.status.values.New;
  return JSON.stringify(manifest);
}

async function sameOutcomes(id: string, name: string, sample: string): Promise<number> {
  const manifest = readManifestFile(id);
  const { map, settings, bindings, extracted } = await preparePreview(manifest, { map: name, sample });
  const compiled = compileManifestMap(manifest, map, { settings, filters: {} });
  const items = extracted.flatMap((one) => (one.kind === 'item' ? [one.value] : []));
  const { items: shown } = await explainSample({ manifest: textOf(id), map: name, sample, limit: 500 });
  const expected = await Promise.all(items.map((item) => compiled.map(item, bindings)));
  for (const [at, outcome] of expected.entries()) {
    expect(shown[at]?.skipped ?? false).toBe(outcome.kind === 'skipped');
    expect(shown[at]?.record).toEqual(outcome.kind === 'record' ? outcome.record : undefined);
    const { code, pointer } = shown[at]?.rejects[0] ?? {};
    expect({ code, pointer }).toEqual(
      outcome.kind === 'reject'
        ? { code: outcome.code, pointer: outcome.pointer }
        : { code: undefined, pointer: undefined },
    );
  }
  return items.length;
}

const explained = (manifest: string, sample: string, base?: string) =>
  explainSample({ manifest, map: 'finding', sample, ...(base === undefined ? {} : { base }) });

const targetOf = ({ targets }: ExplainedSample, name: string) => targets.find(({ target }) => target === name);

describe('the explanation of a sample', () => {
  test('an unmapped value is counted and reported with the position to fix', async () => {
    const sample = pageOf(issue({}), issue({ Id: 'i2', Status: 'New' }), issue({ Id: 'i3', Status: 'New' }));
    const answer = await explained(withoutNew(), sample, HCL);
    expect(targetOf(answer, 'findingStatus')).toMatchObject({
      status: 'unmapped',
      filled: 1,
      total: 3,
      counts: { ok: 1, unmapped: 2 },
      pointer: '/maps/finding/fields/findingStatus/value',
      code: 'ENUM_UNMAPPED',
      example: 1,
    });
    const status = answer.enums.find(({ name }) => name === 'status');
    expect(status).toMatchObject({ pointer: '/enums/status/values', targets: ['findingStatus'], policy: 'reject' });
    expect(status?.choices).toEqual(['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE']);
    expect(status?.values).toContainEqual({ literal: 'New', count: 2, to: null });
    expect(status?.values).toContainEqual({ literal: 'Open', count: 1, to: 'NEW' });
    expect(answer.changes).toEqual({
      groups: [{ target: 'findingStatus', from: 'NEW', to: null, count: 2, of: 3 }],
      more: 0,
    });
    expect(answer.totals).toEqual({ items: 3, records: 1, rejects: 2, skipped: 0 });
  });

  test("an enum of the map replaces the manifest's, and is the position to fix", async () => {
    const manifest = JSON.parse(HCL);
    const { status } = manifest.enums;
    manifest.maps.finding.enums = { status: { ...status, values: { ...status.values, Parked: 'IGNORED' } } };
    const sample = pageOf(issue({ Status: 'Parked' }), issue({ Id: 'i2', Status: 'Lost' }));
    const answer = await explained(JSON.stringify(manifest), sample, HCL);
    expect(answer.problems).toEqual([]);
    expect(answer.totals).toEqual({ items: 2, records: 1, rejects: 1, skipped: 0 });
    const explainedEnum = answer.enums.find(({ name }) => name === 'status');
    expect(explainedEnum).toMatchObject({ pointer: '/maps/finding/enums/status/values' });
    expect(explainedEnum?.values).toContainEqual({ literal: 'Lost', count: 1, to: null });
  });

  test.each([
    ['a missing value of a required field', withField('name', 'Nowhere'), 'name', 'missing', 'FIELD_MISSING'],
    ['a value that the schema refuses', withField('protocol', 'Port'), 'protocol', 'type', 'FIELD_INVALID'],
    [
      'a value that a conversion refuses',
      withField('port', { value: 'IssueType', as: 'integer' }),
      'port',
      'type',
      'FIELD_INVALID',
    ],
    ['an expression that fails', withField('subType', '$number(IssueType)'), 'subType', 'error', 'EXPRESSION_FAILED'],
    ['an expression that does not parse', withField('subType', 'IssueType &'), 'subType', 'error', 'EXPRESSION_SYNTAX'],
    [
      'an expression without an end',
      withField('subType', '($f := function($n) { $f($n + 1) & "x" }; $f(0))'),
      'subType',
      'error',
      'EXPRESSION_',
    ],
    ['a required field that the map lacks', withField('severity', undefined), 'severity', 'missing', 'FIELD_MISSING'],
  ])(
    '%s is reported for its target, and the other targets are still mapped',
    async (_what, manifest, target, status, code) => {
      const answer = await explained(manifest, pageOf(issue({}), issue({ Id: 'i2' })));
      expect(targetOf(answer, target)).toMatchObject({ status, filled: 0, total: 2 });
      expect(targetOf(answer, target)?.code).toContain(code);
      expect(targetOf(answer, 'externalFindingId')).toMatchObject({ status: 'ok', filled: 2 });
      expect(targetOf(answer, 'externalFindingId')).not.toHaveProperty('message');
    },
  );

  test('two fields that the schema refuses are both reported', async () => {
    const manifest = JSON.parse(withField('protocol', 'Port'));
    manifest.maps.finding.fields.subType = 'Port';
    const answer = await explained(JSON.stringify(manifest), pageOf(issue({})));
    expect(answer.items[0]?.statuses).toMatchObject({ protocol: 'type', subType: 'type', name: 'ok' });
  });

  test('each returned item contains the origin of its values and its outcome', async () => {
    const answer = await explained(
      HCL,
      pageOf(issue({}), issue({ Id: 'i2', DiscoveryMethod: 'SAST' }), issue({ Id: 'i3' })),
    );
    expect(answer.items.map(({ pointer }) => pointer)).toEqual(['/page/Items/0', '/page/Items/1', '/page/Items/2']);
    expect(answer.items[1]).toMatchObject({ skipped: true, rejects: [] });
    expect(answer.items[0]).toMatchObject({
      values: { severity: 4, externalAssetId: 'a1' },
      sources: { severity: 'High' },
      reads: { severity: ['/Severity'], firstFoundOn: ['/DateCreated'], externalAssetId: [] },
      record: { externalFindingId: 'i1' },
    });
    expect(answer.unread).not.toContain('/DiscoveryMethod');
  });

  test('unread leaves are reported as patterns; leaves that any branch can read count as read', async () => {
    const answer = await explained(HCL, pageOf(issue({ Extra: [{ a: 1 }, { a: 2 }], Element: 'q' })));
    expect(answer.unread).toEqual(['/Extra/*/a']);
    expect(answer.read).toBe('8/9');
  });

  test('returns only the requested items and counts all of them', async () => {
    const sample = pageOf(...Array.from({ length: 7 }, (_, at) => issue({ Id: `i${at}` })));
    const answer = await explainSample({ manifest: HCL, map: 'finding', sample, limit: 2 });
    expect([answer.items.length, answer.totals.items, targetOf(answer, 'name')?.filled]).toEqual([2, 7, 7]);
  });

  test.each([
    ['a manifest that is not JSON', '{', 'finding', '[]', 'MANIFEST_INVALID'],
    ['a map that is not there', HCL, 'nope', '[]', 'SELECT_UNKNOWN'],
    ['a sample that is not JSON', HCL, 'finding', '<html>', 'SAMPLE_INVALID'],
    [
      'targets that lie in one another',
      withField('findingType.vulnerability', 'Id'),
      'finding',
      '[]',
      'MANIFEST_INVALID',
    ],
  ])('%s is an error in the response', async (_what, manifest, map, sample, code) => {
    const answer = await explainSample({ manifest, map, sample });
    expect(answer).toMatchObject({ error: { code }, map: null, targets: [], items: [] });
  });

  test('a malformed item is a reject without cells', async () => {
    const answer = await explained(HCL, '{"Items":[{"Id":"a","Id":"b"}],"Count":1}');
    expect(answer.items[0]).toMatchObject({ rejects: [{ code: 'ITEM_UNREADABLE' }], values: {} });
    expect(answer.totals).toEqual({ items: 1, records: 0, rejects: 1, skipped: 0 });
  });
});

/** Lists the maps of items; maps with `each` map elements. */
const plainMaps = (id: string): string[] =>
  Object.entries(readManifestFile(id).maps).flatMap(([name, { each }]) => (each === undefined ? [name] : []));

describe('the explanation matches the mapping', () => {
  test.each(pickRows(CONNECTORS.filter((id) => plainMaps(id).length > 0)))(
    '%s: the explanation matches the result of a run',
    async (id) => {
      let compared = 0;
      for (const { exchanges } of pickRows(recordingsOf(id))) {
        for (const body of exchanges.map(({ response }) => response.body)) {
          for (const name of plainMaps(id)) compared += await sameOutcomes(id, name, JSON.stringify(body ?? []));
        }
      }
      expect(compared).toBeGreaterThan(0);
    },
  );
});

describe('a sample without records', () => {
  const explain = async (sample: unknown) =>
    (await explainSample({ manifest: HCL, map: 'finding', sample: JSON.stringify(sample) })).noRecords;
  const items = [issue({}), issue({})];

  test.each([
    [{ data: { results: items } }, '`Items` not found; `data.results` has 2 items.', 'data.results'],
    [{ rows: [issue({})] }, '`Items` not found; `rows` has 1 item.', 'rows'],
    [42, '`Items` not found: the sample contains no list of items.', undefined],
    [{ Items: [] }, 'The sample contains no items.', undefined],
    [[issue({ DiscoveryMethod: 'SAST' })], 'The `where` condition of the map skips the item.', undefined],
    [[issue({ IssueType: '' })], 'The map rejects 1 of 1 item.', undefined],
  ])('%j', async (sample, message, records) => {
    const reason = await explain(sample);
    expect({ message: reason?.message, records: reason?.proposal?.records }).toEqual({ message, records });
  });

  test('is not reported for a sample with records', async () => {
    expect(await explain(JSON.parse(pageOf(...items)))).toBeUndefined();
  });

  test('keeps the predicate of `records` in the proposal', async () => {
    const manifest = HCL.replace('"records": "Items",', '"records": "Items[Severity = \'High\']",');
    const { noRecords } = await explainSample({ manifest, map: 'finding', sample: JSON.stringify({ rows: items }) });
    expect(noRecords?.proposal?.records).toBe("rows[Severity = 'High']");
  });
});

test('maps the first items of a sample, and reports the number of all', async () => {
  const items = Array.from({ length: 5 }, (_, at) => issue({ Id: `i${at}` }));
  const request = { manifest: HCL, map: 'finding', sample: pageOf(...items) };
  const { part, totals, items: shown } = await explainSample({ ...request, first: 3 });
  expect(part).toEqual({ items: 3, of: 5 });
  expect(totals).toMatchObject({ items: 3, records: 3 });
  expect(shown.map(({ pointer }) => pointer)).toEqual(['/page/Items/0', '/page/Items/1', '/page/Items/2']);
  expect((await explainSample(request)).part).toBeUndefined();
});

test('returns one item in full and the others briefly, with the same totals and targets', async () => {
  const items = Array.from({ length: 3 }, (_, at) => issue({ Id: `i${at}`, Other: at }));
  const request = {
    manifest: withField('name', '$settings.nowhere & Other'),
    map: 'finding',
    sample: pageOf(...items),
    base: HCL,
  };
  const { ms: _, items: all, problems, ...whole } = await explainSample(request);
  const { ms: __, items: some, problems: found, ...quick } = await explainSample({ ...request, item: 1 });
  expect(quick).toEqual(whole);
  expect(some[1]).toEqual(all[1]);
  const brief = { values: {}, sources: {}, statuses: {}, notes: {}, reads: {}, rejects: [], brief: true };
  expect(some[2]).toEqual({ ...brief, pointer: '/page/Items/2' });
  expect([found, problems]).toEqual([[], [expect.objectContaining({ path: '/maps/finding/fields/name' })]]);
});

test.each([
  [{ name: 'Extra' }, { name: 'Extra & Extra' }],
  [{ name: 'IssueType' }, { name: "IssueType & 'x'" }],
])('reports the unread values of each edit: %j, then %j', async (...edits) => {
  const sample = pageOf(issue({ Extra: 'e', Unread: 1 }));
  for (const fields of edits) {
    const { unread } = await explained(withField('name', fields.name), sample);
    expect(unread).toContain('/Unread');
    expect(unread.includes('/Extra')).toBe(!fields.name.includes('Extra'));
  }
});

test.each([
  ['$uppercas(IssueType)', { position: 10, fix: expect.stringContaining('Did you mean "$uppercase"?') }],
  [
    '$uppercase(Port)',
    { position: 11, offending: '443', message: expect.stringContaining('argument 1 of $uppercase') },
  ],
  ['Port + IssueType', { position: 6, offending: '"XSS"' }],
  ['IssueType & ', { position: 12, code: 'EXPRESSION_SYNTAX' }],
])('reports the position of the error of %s, and the value that caused it', async (expression, expected) => {
  const { targets, items } = await explainSample({
    manifest: withField('name', expression),
    map: 'finding',
    sample: pageOf(issue({})),
  });
  expect(targets.find(({ target }) => target === 'name')).toMatchObject(expected);
  expect(items[0]?.notes['name']).toMatchObject(expected);
});
