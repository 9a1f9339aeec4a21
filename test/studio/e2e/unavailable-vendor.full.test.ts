import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnection, startRun } from '../../../engine/index.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

const WAIT_SECONDS = 45;

let vendor: Server;
let studio: OpenedStudio;
let runId = '';
let refusing = '';
let start: (name: string, url: string) => Promise<string>;
let tab: Tab;
let page: Page;

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

/** Starts a vendor that answers every request with 503, and asks for a wait. */
async function startUnavailable(): Promise<string> {
  vendor = createServer((_request, response) => {
    response.writeHead(503, { 'retry-after': String(WAIT_SECONDS) }).end();
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
}

/** Returns the origin of a port that refuses connections. */
async function findClosedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('a vendor that is unavailable', () => {
  beforeAll(async () => {
    const [origin, closed] = [await startUnavailable(), await findClosedPort()];
    studio = await openStudio({
      allowPrivate: [origin, closed],
      worker: true,
      brought: async ({ platform, queue }) => {
        start = async (name, url) => {
          const { id } = await createConnection(
            platform,
            {
              ...{ connector: 'hcl-appscan-dast', name, description: '' },
              settings: { domain_url: url, key_id: 'id', key_secret: 'key-secret-value' },
              ...{ select: {}, filters: {}, maps: {}, schedule: null },
              ...{ manualOnly: false, active: true, preserveAbsent: false },
            },
            { force: true },
          );
          return startRun(platform, queue, { connection: id, order: { reason: 'manual' } });
        };
        runId = await start('Unavailable', origin);
      },
    });
    refusing = closed;
  }, 60_000);
  afterAll(async () => {
    await studio?.close();
    vendor?.close();
  });
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('is shown with a countdown to the retry of the request, while the request waits', async () => {
    await tab.goto(`/runs/${runId}`);
    const retry = page.locator('.run-retry').first();
    await eventually(() => retry.innerText()).toMatch(/HTTP 503.*, retry 1 of 4 in \d+ s$/);
    const before = await retry.innerText();
    await eventually(() => retry.innerText()).not.toBe(before);
    expect(await page.locator('tbody').first().innerText()).toMatch(/retry 1 of 4 in \d+ s/);
    expect(await page.locator('body').innerText()).not.toContain('key-secret-value');
  });

  test('is shown with its reason when it refuses connections', async () => {
    await tab.goto(`/runs/${await start('Refusing', refusing)}`);
    const retry = page.locator('.run-retry').first();
    await eventually(() => retry.innerText()).toMatch(/refused the connection, retry \d of \d in \d+ s$/);
    expect(await page.locator('tbody').first().innerText()).not.toContain('{');
  });

  test('is shown in a tab that is open before the request fails', async () => {
    await tab.goto('/connections');
    await page.getByRole('link', { name: 'Unavailable' }).click();
    await eventually(() => page.locator('.run-retry').first().innerText()).toMatch(/retry 1 of 4 in \d+ s$/);
  });
});
