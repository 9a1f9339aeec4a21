import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { deleteConnection, listRunSamples, readRunSample } from '../../../engine/platform/connections/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { APPS } from './apps.ts';
import { createHarness } from './harness.ts';

const TOKEN = 'token-4711-secret';
const PIN = 47_114_711;

/** APPS with a token. */
const MANIFEST: Manifest = {
  ...APPS,
  settings: {
    ...APPS.settings,
    properties: { ...APPS.settings.properties, token: { type: 'string', title: 'Token', writeOnly: true } },
  },
  auth: { type: 'bearer', token: '{{settings.token}}' },
};

const LONG = 'x'.repeat(40_000);

/** Findings of an application: one echoes secrets, one is too large to be a sample, one is rejected. */
const listFindings = (app: string) => [
  { id: `${app}/1`, note: `sent with ${TOKEN}`, [TOKEN]: 1 },
  { id: `${app}/2`, note: LONG },
  { note: 'has no id' },
];

const startVendor = (counts: { apps: number; findings: (app: string) => readonly unknown[] }) =>
  startSmallVendor((target) => {
    if (target === '/apps')
      return { json: { items: Array.from({ length: counts.apps }, (_, at) => ({ id: `a${at}` })) } };
    const [, app = ''] = /^\/apps\/(\w+)\/findings\?page=0$/.exec(target) ?? [];
    return { json: { items: app === '' ? [] : counts.findings(app) } };
  });

describe.each(KINDS)('samples of a run, on $kind', (kind) => {
  const start = async (counts: Parameters<typeof startVendor>[0], token = TOKEN) => {
    const { config } = await startVendor(counts);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, MANIFEST);
    const connection = await harness.connect({ ...config.settings, token });
    const run = async () => {
      const id = await harness.start(connection);
      await Promise.all([harness.work(), harness.work()]);
      return id;
    };
    return { store, harness, connection, run };
  };

  test('are the first items of each stream with their ancestors, mapped or rejected, without secrets', async () => {
    const { store, connection, run } = await start({ apps: 2, findings: listFindings });
    const id = await run();
    const samples = await listRunSamples(store.db, connection);
    expect(samples.map(({ name, stream, items, run: of }) => ({ name, stream, items, run: of.id }))).toEqual([
      { name: 'apps.1', stream: 'apps', items: 2, run: id },
      { name: 'findings.1', stream: 'findings', items: 2, run: id },
      { name: 'findings.2', stream: 'findings', items: 2, run: id },
    ]);
    const { text, scope } = await readRunSample(store.db, connection, 'findings.1');
    const { id: app } = scope['app'] as { id: string };
    expect(JSON.parse(text)).toEqual([
      { id: `${app}/1`, note: 'sent with [secret]', '[secret]': 1 },
      { note: 'has no id' },
    ]);
    const stored = JSON.stringify(await store.db.selectFrom('sample_item').selectAll().execute());
    expect(stored).not.toContain(TOKEN);
    await expect(readRunSample(store.db, connection, 'findings.3')).rejects.toMatchObject({
      code: 'STUDIO_SAMPLE_UNKNOWN',
    });
  });

  test('stay valid JSON where a number is the secret', async () => {
    const { store, connection, run } = await start({ apps: 1, findings: () => [{ id: 'f', pin: PIN }] }, String(PIN));
    await run();
    const { text } = await readRunSample(store.db, connection, 'findings.1');
    expect(JSON.parse(text)).toEqual([{ id: 'f', pin: '[secret]' }]);
  });

  test('are bounded, replaced by the next run that reads items, and deleted with the connection', async () => {
    const answer = { apps: 80, findings: (app: string): readonly unknown[] => [{ id: app }] };
    const { store, harness, connection, run } = await start(answer);
    await run();
    const count = async (stream: string) =>
      (await store.db.selectFrom('sample_item').select('run_id').where('stream', '=', stream).execute()).length;
    expect([await count('apps'), await count('findings')]).toEqual([50, 50]);
    expect((await listRunSamples(store.db, connection)).filter(({ stream }) => stream === 'findings')).toHaveLength(5);
    answer.apps = 2;
    answer.findings = () => [];
    const second = await run();
    const runs = await store.db.selectFrom('sample_item').select('run_id').where('stream', '=', 'apps').execute();
    expect(runs.map(({ run_id: id }) => id)).toEqual([second, second]);
    expect(await count('findings')).toBe(50);
    await deleteConnection(harness.platform, connection, { inventory: 'keep' });
    expect(await count('apps')).toBe(0);
  });
});
