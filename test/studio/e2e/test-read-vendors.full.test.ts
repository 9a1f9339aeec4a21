import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createConnection } from '../../../engine/index.ts';
import type { StudioOptions } from '../../../studio/server/app.ts';
import { createManifest } from '../../pipeline/run/auth-case.ts';
import { browse, CLIENT, createOAuth, startOAuthServer } from '../../pipeline/run/oauth-server.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { accessibilityIssues } from './axe.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

const PAGED = createSmallManifest(
  {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 1, size: 1, stop: ['shortPage'] },
    },
  },
  { findings: 'things' },
);
const CONNECTION = {
  ...{ description: '', select: {}, filters: {}, maps: {}, schedule: null },
  ...{ manualOnly: true, active: true, preserveAbsent: false },
};

let studio: OpenedStudio;
let platform: StudioOptions['parts']['platform'];
let folder: string;
let tab: Tab;
let page: Page;

const panel = () => page.locator('.test-read');
const pages = () => panel().locator('.read-page');
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 30_000 });

async function open(connector: string, map: string): Promise<void> {
  await tab.goto(`/c/${connector}/map/${map}?source=read`);
  await button('Read').waitFor({ timeout: 30_000 });
}

/** Allows the access on the vendor's page, as a person does in another tab. */
async function consent(): Promise<void> {
  await button('Authorize').click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'Open the page of the vendor' });
  await browse((await link.getAttribute('href')) ?? '');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-read-'));
  const write = async (manifest: { readonly id: string }) => {
    const file = join(folder, `${manifest.id}.json`);
    await writeFile(file, JSON.stringify(manifest));
    return { file, origin: 'own' } as const;
  };
  const byConsent = { ...createManifest(createOAuth({})), id: 'by-consent' };
  studio = await openStudio({
    allowPrivate: true,
    manifests: [await write({ ...PAGED, id: 'paged' }), await write(byConsent)],
    brought: async (parts) => {
      ({ platform } = parts);
    },
  });
}, 180_000);
afterAll(() => studio?.close());
beforeEach(async () => {
  tab = await studio.tab();
  page = tab.page;
});
afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await page.context().close();
});

test('a page appears while the next one is awaited', async () => {
  const held = Promise.withResolvers<void>();
  const vendor = await startSmallVendor(async (target) => {
    if (target.includes('page=2')) await held.promise;
    return { json: { items: target.includes('page=1') ? [{ id: 'first' }] : [] } };
  });
  await open('paged', Object.keys(PAGED.maps)[0] ?? '');
  await panel().getByLabel('URL').fill(vendor.origin);
  await button('Read').click();
  await eventually(async () => vendor.asked.length).toBe(2);
  await eventually(() => pages().count()).toBe(1);
  expect(await button('Stop').count()).toBe(1);
  await pages().locator('summary', { hasText: 'Items' }).click();
  await eventually(() => pages().innerText()).toContain('first');
  held.resolve();
  await eventually(() => pages().count()).toBe(2);
  await button('Read').waitFor();
});

test('a consent authorizes a read with typed settings, and one with a saved connection', async () => {
  const vendor = await startOAuthServer();
  const map = Object.keys(createManifest(createOAuth({})).maps)[0] ?? '';
  await open('by-consent', map);
  await panel().getByLabel(/^URL/).fill(vendor.origin);
  await panel().getByLabel(/^Key/).fill(CLIENT.secret);
  await consent();
  await button('Authorize again').waitFor();
  await button('Read').click();
  await eventually(() => pages().count()).toBe(1);
  await button('Read').waitFor();

  const settings = { url: vendor.origin, key: CLIENT.secret, second: 'no-consent-yet' };
  const connector = join(folder, 'by-consent.json');
  await createConnection(platform, { ...CONNECTION, name: 'saved', connector, settings }, { force: true });
  await open('by-consent', map);
  await panel().getByLabel('Settings from').selectOption({ label: 'saved' });
  await button('Read').click();
  await eventually(() => panel().locator('.error-panel').count()).toBe(1);
  expect(await accessibilityIssues(page)).toEqual([]);
  await consent();
  await button('Read').click();
  await eventually(() => panel().locator('.error-panel').count()).toBe(0);
  await button('Read').waitFor();
  expect(await pages().count()).toBe(1);
  expect(await panel().innerText()).not.toContain(CLIENT.secret);
  for (const secret of vendor.issued) expect(await page.content()).not.toContain(secret);
});
