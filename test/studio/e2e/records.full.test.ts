import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { HOSTILE } from './demo-manifest.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;
let connection = '';

const rows = () => page.getByRole('region', { name: 'Records of user' }).locator('tbody tr');

describe('records of other entities', () => {
  beforeAll(async () => {
    studio = await openDemo();
    const { store } = studio;
    const run = await store.db.selectFrom('run').select(['id', 'connection_id']).executeTakeFirstOrThrow();
    connection = run.connection_id;
    const users = Array.from({ length: 60 }, (_, id) => ({ id, name: `user ${id}`, address: { city: 'Oslo' } }));
    await store.transaction((tx) =>
      store.write(tx, {
        ...{ connectionId: connection, runId: run.id, at: Date.now(), assets: [], findings: [] },
        others: [{ id: 99, name: HOSTILE.markup, address: { city: 'Bonn' } }, ...users].map((record) => ({
          ...{ entity: 'user', identity: String(record.id).padStart(3, '0'), record },
        })),
      }),
    );
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab({});
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('are listed per entity, queried, paged and shown as JSON', async () => {
    await tab.goto(`/connections/${connection}?tab=records`);
    await page.getByRole('link', { name: 'user', exact: true }).click();
    await rows().first().waitFor();
    expect(await rows().count()).toBe(50);
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(() => rows().count()).toBe(11);
    await page.getByLabel('Query').fill('address.city:Bonn');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByRole('button', { name: '099' }).click();
    await page.getByLabel('Record as JSON').waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});
