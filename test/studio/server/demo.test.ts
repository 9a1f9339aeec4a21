import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { type Demo, startDemo } from '../../../studio/demo/index.ts';
import type { ConnectionsResponse, FindingsResponse } from '../../../studio/web/api/types.generated.ts';
import { SIMULATED } from '../../manifests/connectors.ts';
import { readEvents, readUntil } from './events.ts';
import { expectResponse } from './responses.ts';
import { ROOT, type StartedStudio, startStudio } from './test-studio.ts';

let studio: StartedStudio;
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo(
    SIMULATED.map((id) => ({ file: join(ROOT, 'manifests', id, 'manifest.json'), origin: 'catalogue' })),
    7,
    40,
  );
  studio = await startStudio({
    manifests: demo.manifests,
    demo: true,
    start: demo.start,
    write: true,
    allowPrivate: demo.origins,
    worker: true,
    store: await openStore(demo.store),
    brought: demo.connect,
  });
}, 60_000);
afterAll(async () => {
  await studio.close();
  await demo.close();
});

interface Answer {
  readonly targets: readonly { target: string; status: string; filled: number; total: number }[];
  readonly enums: readonly { name: string; values: readonly object[] }[];
  readonly changes: { readonly groups: readonly object[] };
}

const body = async <T>(path: string, init?: object): Promise<T> => (await studio.call(path, init)).body as T;

describe('the first minute with the demo', () => {
  test('is labelled as a demo, and starts at a map with three fixable problems', async () => {
    const catalogue = await body<{ demo: boolean; start: string }>('/api/catalogue');
    expect(catalogue).toMatchObject({ demo: true, start: '/c/hcl-appscan-dast/map/finding?sample=demo' });
    const { manifest } = await body<{ manifest: string }>('/api/connectors/hcl-appscan-dast');
    const { text: sample } = await body<{ text: string }>('/api/connectors/hcl-appscan-dast/samples/demo');
    const previewed = (text: string) =>
      body<Answer>('/api/preview', {
        method: 'POST',
        body: { manifest: text, map: 'finding', sample, base: manifest },
      });
    const before = await previewed(manifest);
    const problems = before.targets.filter(({ status }) => status !== 'ok' && status !== 'empty');
    expect(problems.map(({ target, status, filled, total }) => [target, status, filled, total])).toEqual([
      ['name', 'missing', 7, 8],
      ['severity', 'missing', 7, 8],
      ['findingStatus', 'unmapped', 6, 8],
    ]);
    expect(before.enums.find(({ name }) => name === 'status')?.values).toContainEqual({
      literal: 'New',
      count: 2,
      to: null,
    });

    const fixed = await previewed(manifest.replace('"Open": "NEW",', '"Open": "NEW", "New": "NEW",'));
    expect(fixed.targets.find(({ target }) => target === 'findingStatus')).toMatchObject({ status: 'ok', filled: 8 });
    expect(fixed.changes.groups).toEqual([{ target: 'findingStatus', from: null, to: 'NEW', count: 2, of: 8 }]);
  });

  test('never writes its in-memory copy, even with --write', async () => {
    const { manifest } = await body<{ manifest: string }>('/api/connectors/hcl-appscan-dast');
    const { status } = await studio.call('/api/connectors/hcl-appscan-dast/manifest', {
      method: 'PUT',
      body: { text: manifest, before: manifest },
    });
    expect(status).toBe(403);
  });

  test.each(SIMULATED)('%s connects to a simulated vendor on this machine', async (id) => {
    const { example } = await body<{ example: Record<string, string> }>(`/api/connectors/${id}`);
    expect(JSON.stringify(example)).toContain('http://127.0.0.1:');
  });
});

describe('the connections of the demo', () => {
  test('are two to simulated vendors, one of which has run: its findings are marked as simulated', async () => {
    const events = readEvents(studio);
    await events.next();
    const { demo: isDemo, connections } = expectResponse<ConnectionsResponse>(
      'ConnectionsResponse',
      await studio.call('/api/connections'),
    );
    expect(isDemo).toBe(true);
    expect(connections).toHaveLength(2);
    const [first] = connections.flatMap(({ lastRunId }) => lastRunId ?? []);
    const isDone = async () => (await body<{ run: { state: string } }>(`/api/runs/${first}`)).run.state === 'PROCESSED';
    if (!(await isDone()))
      await readUntil(events, ({ event, data }) => event === 'run' && data['state'] === 'PROCESSED');
    await events.return(undefined);
    const found = expectResponse<FindingsResponse>('FindingsResponse', await studio.call('/api/findings'));
    expect(found.demo).toBe(true);
    expect(found.items.length).toBeGreaterThan(0);
  });

  test('reach no other private address', async () => {
    const events = readEvents(studio);
    await events.next();
    const settings = { domain_url: studio.origin, key_id: 'an-id', key_secret: 'a-secret-0123456789' };
    const { id } = await body<{ id: string }>('/api/checks', {
      method: 'POST',
      body: { connector: 'hcl-appscan-dast', settings },
    });
    const seen = await readUntil(events, ({ event, data }) => event === 'checked' && data['id'] === id);
    await events.return(undefined);
    expect(seen.flatMap(({ data }) => (data['check'] ? [(data['check'] as { code: string }).code] : []))[0]).toBe(
      'EGRESS_BLOCKED',
    );
  });
});
