import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });
const bar = (name: string) => page.getByRole('progressbar', { name });

async function openConnection(name: string): Promise<void> {
  await tab.goto('/connections');
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Waits until the newest run of the demo has ended, and returns its id. */
async function endedRun(): Promise<string> {
  const read = () =>
    studio.store.db.selectFrom('run').select(['id', 'finished_at']).orderBy('created_at', 'desc').executeTakeFirst();
  await eventually(async () => (await read())?.finished_at ?? null).not.toBeNull();
  return (await read())?.id ?? '';
}

describe('connections and their runs', () => {
  beforeAll(async () => {
    studio = await openDemo();
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('a run updates live: progress bars, state and counts', async () => {
    await openConnection('Veracode SCA (simulated)');
    expect(await page.locator('h1').innerText()).toContain('Scheduled');
    await button('Run now').click();
    await eventually(() => page.locator('h1').innerText()).toMatch(/Processing|Processed/);
    await eventually(() => bar('Findings').getAttribute('aria-valuenow')).toBe('100');
    await eventually(() => bar('Assets').getAttribute('aria-valuetext')).toMatch(/^complete: [1-9]/);
    await eventually(() => page.locator('.page-note').innerText()).toMatch(/[1-9]\d* findings/);
    await eventually(() => page.locator('[aria-label="Runs"] tbody tr').first().innerText()).toContain('Processed');
  });

  test('a run shows its streams and its requests', async () => {
    const id = await endedRun();
    await tab.goto(`/runs/${id}`);
    await eventually(() => page.locator('h1').innerText()).toContain('Processed');
    await page.getByRole('tab', { name: /^Requests/ }).click();
    await eventually(() => page.locator('tbody tr').first().innerText()).toMatch(/(GET|POST)\s+\/.*\s+200/s);
    expect(page.url()).toContain('tab=requests');
  });

  test('a reject shows the vendor item as text, and opens it in the mapping', async () => {
    const run = await studio.store.db
      .selectFrom('run')
      .innerJoin('connection', 'connection.id', 'run.connection_id')
      .select(['run.id', 'run.connection_id', 'connection.name'])
      .where('connection.name', 'like', 'AppScan%')
      .executeTakeFirstOrThrow();
    const item = { Id: 'bad', IssueType: 'before\u0000after', Host: '<img src=x onerror="window.harmed=1">' };
    await studio.store.db
      .insertInto('reject')
      .values({
        run_id: run.id,
        connection_id: run.connection_id,
        slice_id: null,
        entity: 'finding',
        stream: 'issues',
        pointer: '/name',
        code: 'RECORD_NUL',
        message: 'a text contains a NUL character',
        fix: 'Remove it in the expression.',
        item: JSON.stringify(item),
        scope: '{}',
        mended_at: null,
      })
      .execute();
    await tab.goto(`/runs/${run.id}`);
    // A stream that was read completely is not green if some of its items were rejected.
    const issues = page.locator('tbody tr', { hasText: 'issues' });
    await eventually(() => issues.locator('.chip-warn').innerText()).toBe('! 1 rejected');
    expect(await issues.locator('.meter-warn').count()).toBe(1);
    expect(await page.locator('tbody .meter-ok').count()).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'Rejects' }).click();
    await button('Show item').click();
    await eventually(() => page.locator('.code-text').innerText()).toContain('before\\u0000after');
    expect(await page.locator('.code-text').innerText()).toContain('<img src=x');
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    await page.getByRole('link', { name: 'Open in mapping' }).click();
    await page.waitForURL(/\/c\/hcl-appscan-dast\/map\/finding\?.*sample=rejects/);
    await eventually(() => page.locator('[aria-label="Sample payload"].cm-content').innerText()).toContain('"bad"');
  });

  test('a run with rejects is amber in every list, bar and badge', async () => {
    const id = await endedRun();
    const { db } = studio.store;
    const run = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const report = JSON.parse(String(run.report));
    report.entities.finding.rejected = 9;
    await db
      .updateTable('run')
      .set({ report: JSON.stringify(report) })
      .where('id', '=', id)
      .execute();
    const amber = page.locator('.chip-warn', { hasText: 'Processed, 9 rejected' });
    for (const path of [`/runs/${id}`, `/connections/${run.connection_id}`, '/connections', '/runs']) {
      await tab.goto(path);
      await eventually(() => amber.count()).toBeGreaterThan(0);
    }
    await tab.goto(`/runs/${id}`);
    await eventually(() => bar('Findings').getAttribute('aria-valuetext')).toMatch(
      /^complete with rejects: .*9 rejected/,
    );
  });

  test('a stream that waits for a retry shows the error and a countdown', async () => {
    const id = await endedRun();
    const { db } = studio.store;
    const error = JSON.stringify({ code: 'NETWORK', message: 'connection refused', fix: 'Check the URL settings.' });
    await db
      .updateTable('slice')
      .set({ state: 'WAITING', failures: 1, error, not_before: Date.now() + 40_000 })
      .where('run_id', '=', id)
      .execute();
    await tab.goto(`/runs/${id}`);
    const retry = page.locator('.run-retry').first();
    await eventually(() => retry.innerText()).toMatch(/Connection refused, retry 1 of 2 in \d+ s/);
    const before = await retry.innerText();
    await eventually(() => retry.innerText()).not.toBe(before);
    expect(await page.locator('tbody').first().innerText()).not.toContain('{');
    await db.updateTable('slice').set({ state: 'DONE', error: null }).where('run_id', '=', id).execute();
  });

  test('a connection is paused, resumed, and deleted with its inventory', async () => {
    await openConnection('Veracode SCA (simulated)');
    await button('Pause').click();
    await eventually(() => button('Resume').count()).toBe(1);
    expect(await button('Run now').isDisabled()).toBe(true);
    await button('Resume').click();
    await eventually(() => button('Run now').isEnabled()).toBe(true);
    await button('Delete').click();
    await page.getByLabel(/^Delete \d+ assets, \d+ findings/).check();
    await button('Delete connection and inventory').click();
    await page.waitForURL(/\/connections$/);
    await eventually(() => page.locator('tbody tr').count()).toBe(1);
  });

  test('a stored secret is marked as stored, and must be entered again when the host changes', async () => {
    await openConnection('AppScan (simulated)');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await eventually(() => page.locator('.secret-stored').innerText()).toMatch(/Key Secret\s+stored/);
    await page.getByLabel(/^Domain URL/).fill('https://elsewhere.example');
    await eventually(() => page.locator('.secret-stored').count()).toBe(0);
    expect(await page.locator('.form-problem').allInnerTexts()).toContainEqual(
      expect.stringContaining('Enter it again'),
    );
  });

  test.each(['light', 'dark'] as const)(
    'has no accessibility violations in the %s theme',
    async (colorScheme) => {
      const id = await endedRun();
      await page.emulateMedia({ colorScheme });
      await openConnection('AppScan (simulated)');
      const { pathname } = new URL(page.url());
      const tabs = ['settings', 'filters', 'maps', 'schedule'].map((name) => `${pathname}?tab=${name}`);
      const views = ['requests', 'unmapped', 'rejects', 'warnings'].map((name) => `/runs/${id}?tab=${name}`);
      for (const path of ['/connections', pathname, ...tabs, `${pathname}/edit`, '/runs', `/runs/${id}`, ...views]) {
        await tab.goto(path);
        await tab.settled();
        await page.locator('h1').first().waitFor();
        expect({ path, found: await accessibilityIssues(page) }).toEqual({ path, found: [] });
      }
    },
    180_000,
  );
});
