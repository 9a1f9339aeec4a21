import { describe, expect, onTestFinished, test } from 'vitest';
import { createConnection, type Manifest, type RunDetail, startRun } from '../../../engine/index.ts';
import type { StudioOptions } from '../../../studio/server/app.ts';
import { KINDS, openTestStore } from '../../inventory/store/stores.ts';
import { findClosedPort } from '../../io/local.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { startWorkerProcess } from '../../scale/worker-process.ts';
import { expectResponse } from './responses.ts';
import { KEY, startStudio } from './test-studio.ts';

const SECRET = 'key-secret-value';
const SECONDS = 30_000;

/** Returns a connector of the catalogue with delays between retries that outlast the test. */
function readPatientManifest(connector: string): Manifest {
  const manifest = readManifestFile(connector);
  return { ...manifest, defaults: { ...manifest.defaults, retry: { baseDelay: 'PT1H', maxDelay: 'PT1H' } } };
}

/** Adds a connection to a port that refuses; returns the id of its run. */
async function startRefused({ platform, queue }: StudioOptions['parts']): Promise<string> {
  const draft = {
    ...{ connector: 'hcl-appscan-dast', name: 'Refusing', description: '' },
    settings: { domain_url: `http://127.0.0.1:${await findClosedPort()}`, key_id: 'id', key_secret: SECRET },
    ...{ select: {}, filters: {}, maps: {}, schedule: null },
    ...{ manualOnly: true, active: true, preserveAbsent: false },
  };
  const patient = { ...platform, manifestOf: async (connector: string) => readPatientManifest(connector) };
  const { id } = await createConnection(patient, draft, { force: true });
  return startRun(patient, queue, { connection: id, order: { reason: 'manual' } });
}

describe.each(KINDS)('a studio without a worker, on $kind', (kind) => {
  test('shows the retry that a request of another process waits for', { timeout: 2 * SECONDS }, async () => {
    const url = await kind.url();
    const store = await openTestStore(url);
    let id = '';
    const brought = async (parts: StudioOptions['parts']) => {
      id = await startRefused(parts);
    };
    const studio = await startStudio({ store, brought });
    onTestFinished(() => studio.close());
    const worker = await startWorkerProcess({ url, key: KEY, concurrency: 1 });
    onTestFinished(async () => {
      worker.kill('SIGTERM');
      await worker.ended;
    });
    const readStream = async () => {
      const response = await studio.call(`/api/runs/${id}`);
      return expectResponse<{ readonly run: RunDetail }>('RunResponse', response).run.streams[0];
    };
    const message = expect.stringContaining('refused the connection');
    const retry = { error: { code: 'CONNECTION_REFUSED', message }, of: 4, at: expect.any(Number) };
    await expect.poll(readStream, { timeout: SECONDS }).toMatchObject({ running: 1, retry });
    expect(JSON.stringify(await store.db.selectFrom('slice').selectAll().execute())).not.toContain(SECRET);
    expect((await studio.call(`/api/runs/${id}/cancel`, { method: 'POST' })).status).toBe(200);
    expect((await readStream())?.retry).toBeNull();
  });
});
