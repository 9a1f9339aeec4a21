import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../../studio/demo/index.ts';
import { CONNECTORS } from '../../manifests/connectors.ts';
import { ROOT, type Started, startStudio } from './started.ts';

let studio: Started;
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo(
    CONNECTORS.map((id) => ({ file: join(ROOT, 'manifests', id, 'manifest.json'), origin: 'catalogue' })),
    7,
    40,
  );
  studio = await startStudio({ manifests: demo.manifests, demo: true, start: demo.start, write: true });
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
  test('it says that it is one, and begins at a map with three problems that can be mended', async () => {
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

    const mended = await previewed(manifest.replace('"Open": "NEW",', '"Open": "NEW", "New": "NEW",'));
    expect(mended.targets.find(({ target }) => target === 'findingStatus')).toMatchObject({ status: 'ok', filled: 8 });
    expect(mended.changes.groups).toEqual([{ target: 'findingStatus', from: null, to: 'NEW', count: 2, of: 8 }]);
  });

  test('its copy lives in memory: it is never written, whatever the studio may write', async () => {
    const { manifest } = await body<{ manifest: string }>('/api/connectors/hcl-appscan-dast');
    const { status } = await studio.call('/api/connectors/hcl-appscan-dast/manifest', {
      method: 'PUT',
      body: { text: manifest, before: manifest },
    });
    expect(status).toBe(403);
  });

  test.each(CONNECTORS)('%s leads to a simulated vendor on this machine', async (id) => {
    const { example } = await body<{ example: Record<string, string> }>(`/api/connectors/${id}`);
    expect(JSON.stringify(example)).toContain('http://127.0.0.1:');
  });
});
