import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveStoreUrl } from '../../engine/cli/store.ts';
import { openStore } from '../../engine/inventory/store/index.ts';
import { buildAsset, buildFinding, fillStore } from '../inventory/read/fixture.ts';
import { runMapwright } from './program.ts';

let folder = '';
const url = () => `sqlite:${join(folder, 'inventory.db')}`;
const ran = (...args: string[]) => runMapwright([...args, '--store', url()], { cwd: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-inventory-'));
  const store = await openStore(url());
  const findings = [
    buildFinding('1', { severity: 5 }),
    buildFinding('2', { name: '\u001b[2Jclears' }),
    buildFinding('3'),
  ];
  await fillStore(store, { assets: [buildAsset('a1', { source: 'Acme' })], findings });
  await store.transaction((tx) =>
    store.write(tx, {
      ...{ connectionId: 'c1', runId: 'r1', at: 1, assets: [], findings: [] },
      others: [1, 2].map((id) => ({ entity: 'user', identity: `${id}`, record: { id, name: `User \u001b[2J${id}` } })),
    }),
  );
  await store.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('inventory commands', () => {
  test('findings prints a table without control characters, and the next page', async () => {
    const { code, stdout, stderr } = await ran(
      'findings',
      'inventory:(source:"Acme")',
      '--limit',
      '2',
      '--sort',
      'name',
    );
    expect([code, stdout.split('\n').length]).toEqual([0, 4]);
    expect(stdout).not.toContain('\u001b');
    const after = /--after (\S+)/.exec(stderr)?.[1] ?? '';
    const next = await ran('findings', 'inventory:(source:"Acme")', '--sort', 'name', '--after', after, '--json');
    expect(JSON.parse(next.stdout)).toMatchObject({ items: [{ record: { externalFindingId: '3' } }], next: null });
  });

  test('assets prints a list, --facets prints counts', async () => {
    expect(JSON.parse((await ran('assets', 'findings.severity:5', '--json')).stdout).items).toHaveLength(1);
    const { stdout } = await ran('findings', '--facets', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ total: 3 });
  });

  test('records lists entities, and lists and exports records', async () => {
    const entities = JSON.parse((await ran('records', '--json')).stdout).entities;
    expect(entities).toMatchObject([{ entity: 'user', records: 2, deleted: 0 }]);
    const { code, stdout } = await ran('records', 'user', 'id >= 2');
    expect([code, stdout.split('\n').length]).toEqual([0, 3]);
    expect(stdout).not.toContain('\u001b');
    const page = JSON.parse((await ran('records', 'user', '--limit', '1', '--json')).stdout);
    expect(page).toMatchObject({ items: [{ identity: '1', record: { id: 1 } }] });
    expect(JSON.parse((await ran('records', 'user', '--after', page.next, '--json')).stdout).next).toBeNull();
    expect((await ran('records', 'user', '--format', 'csv')).stdout.split('\r\n')[0]).toContain('_identity');
    expect(await ran('records', 'usr')).toMatchObject({ code: 2, stderr: expect.stringContaining('ENTITY_UNKNOWN') });
  });

  test('export writes to a file and to stdout', async () => {
    const file = join(folder, 'out.sarif');
    expect((await ran('export', 'findings', '--format', 'sarif', '--to', file)).code).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8')).runs[0].results).toHaveLength(3);
    expect((await ran('export', 'findings', '--format', 'ndjson', '--query', 'severity:5')).stdout).toContain(
      '"externalFindingId":"1"',
    );
  });

  test.each([
    [['findings', 'severty:5'], 'QUERY_FIELD_UNKNOWN'],
    [['findings', '--sort', 'nothing'], 'QUERY_SORT_INVALID'],
    [['findings', '--after', 'x'], 'QUERY_PAGE_INVALID'],
    [['export', 'assets', '--format', 'sarif'], 'EXPORT_FORMAT_UNKNOWN'],
    [['export', 'asset', '--format', 'csv'], 'USAGE'],
  ])('%j is rejected', async (args, expectedCode) => {
    const { code, stderr } = await ran(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(expectedCode)]);
  });

  test('reading does not create a missing store', async () => {
    const { code, stderr } = await runMapwright(['findings', '--store', `sqlite:${join(folder, 'typo.db')}`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('STORE_MISSING')]);
  });
});

describe('resolveStoreUrl', () => {
  test.each([
    [{ store: 'sqlite:a.db' }, { DATABASE_URL: 'postgres://x' }, 'sqlite:a.db'],
    [{}, { DATABASE_URL: 'postgres://x' }, 'postgres://x'],
  ])('%j %j', (options, env, expected) => {
    expect(resolveStoreUrl(options, env)).toBe(expected);
  });

  test('rejects an invalid URL from either source', () => {
    expect(() => resolveStoreUrl({ store: 'mysql://x' }, {})).toThrow(
      expect.objectContaining({ code: 'STORE_URL_INVALID' }),
    );
    expect(() => resolveStoreUrl({}, { DATABASE_URL: 'x' })).toThrow(
      expect.objectContaining({ code: 'STORE_URL_INVALID' }),
    );
  });

  test('db status prints sizes, and db prune asks before it removes old rows', async () => {
    const { stdout } = await ran('db', 'status');
    expect(stdout).toMatch(/inventory\.db: version \d+ of \d+\n\d[\d.]* [kM]B.*\n/);
    expect(stdout).toMatch(/^finding +3 rows +\d[\d.]* kB$/m);
    expect(JSON.parse((await ran('db', 'status', '--json')).stdout)).toMatchObject({
      kept: [],
      sizes: { unused: expect.any(Number) },
    });
    const age = ['db', 'prune', '--older-than', '2 weeks'];
    expect(await ran(...age)).toMatchObject({ code: 2, stdout: '' });
    const { code, stdout: counts } = await ran(...age, '--dry-run');
    expect([code, counts]).toEqual([
      0,
      expect.stringMatching(/^would remove \d+ runs? \(.*\), 0 status history entries/),
    ]);
    const pruned = JSON.parse((await ran(...age, '--yes', '--json')).stdout);
    expect(pruned).toMatchObject({ dryRun: false, statuses: 0, items: 0 });
    for (const wrong of ['0 days', '3 months', 'soon'])
      expect(await ran('db', 'prune', '--older-than', wrong, '--dry-run')).toMatchObject({ code: 2 });
  });

  test('db partition refuses an SQLite store, and asks before it rewrites the table', async () => {
    expect(await ran('db', 'partition', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('an SQLite store cannot be partitioned'),
    });
    expect(await ran('db', 'partition')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  });
});
