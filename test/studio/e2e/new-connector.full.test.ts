import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISIT } from '../../workbench/import/exchanges.ts';
import { accessibilityIssues } from './axe.ts';
import { draftSteps, eventually } from './draft-steps.ts';
import { readKept } from './kept.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';
import { startUnseenApi, TOKEN, type UnseenApi } from './unseen-api.ts';

let api: UnseenApi;
let folder: string;
let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const { button, undo, openTab, row, draftText, draftOf, createDraft } = draftSteps(() => tab);
const title = () => page.getByLabel(/^title/).first();
const command = () => `curl '${api.origin}/v3/defects?page=1' -H 'Authorization: Bearer ${TOKEN}'`;
const importPage = () => createDraft(command(), JSON.stringify(api.page(1)));

beforeAll(async () => {
  api = await startUnseenApi();
  folder = await mkdtemp(join(tmpdir(), 'studio-new-'));
  studio = await openStudio({ write: true, folder, worker: true, allowPrivate: [api.origin] });
}, 120_000);
afterAll(async () => {
  await studio?.close();
  await api?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  tab = await studio.tab();
  page = tab.page;
});
afterEach(async () => {
  // Browsers report a refused source as an error, too.
  expect(tab.complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
  await page.context().close();
});

test('a draft is read with typed settings, and a page becomes the sample of its stream', async () => {
  await importPage();
  await openTab(/^Test read/);
  const panel = page.locator('.test-read');
  await panel.locator('input[type=password]').fill(TOKEN);
  await panel.getByRole('button', { name: 'Read' }).click();
  await panel.locator('.read-outcome').waitFor();
  await tab.settled();
  await eventually(() => panel.locator('.read-outcome').innerText()).toMatch(
    /2 requests, 2 pages, 6 items, \d+ records/,
  );
  expect(await accessibilityIssues(page)).toEqual([]);
  await openTab(/^Form/);
  await openTab(/^Test read/);
  expect(await panel.locator('.read-page').count()).toBe(2);
  await panel.getByRole('button', { name: 'Use as sample' }).last().click();
  await eventually(() => page.getByLabel('Sample of defects').inputValue()).toContain('"D-4"');
  const kept = await readKept(page);
  expect(kept).not.toContain(TOKEN);
});

describe('the proposals of a new connector', () => {
  test('name every part with its value, confidence and reason, and no secret', async () => {
    await tab.goto('/');
    await page.getByRole('link', { name: 'New connector' }).click();
    await page.getByLabel('Source', { exact: true }).waitFor();
    await importPage();
    const rows = await page.locator('.proposal').allInnerTexts();
    const parts = [
      /^base URL/,
      /bearer token/,
      /GET \/v3\/defects/,
      /data\.results/,
      /nextUrl/,
      /severity ← severity/,
      /^enum "severity"/,
    ];
    for (const part of parts) expect(rows).toContainEqual(expect.stringMatching(part));
    expect(
      rows.every((text) => /(?:high|medium|low) confidence/.test(text) && /(?:Inferred from|Stated by)/.test(text)),
    ).toBe(true);
    const kept = await readKept(page);
    expect(kept).not.toContain(TOKEN);
  });

  test('are accepted, changed and rejected, and undo reverts the text with them', async () => {
    await importPage();
    await row('authentication: bearer token')
      .getByRole('button', { name: /^Accept/ })
      .click();
    await eventually(() => row('authentication: bearer token').innerText()).toContain('accepted');
    const records = row('records of "defects"');
    await records.getByRole('button', { name: /^Change/ }).click();
    await page.getByLabel('Value of records of "defects"').fill('data.results[severity != "Info"]');
    await eventually(() => records.innerText()).toContain('changed');
    expect((await draftOf()).streams.defects.records).toBe('data.results[severity != "Info"]');
    await row('firstFoundOn ← created_at')
      .getByRole('button', { name: /^Reject/ })
      .click();
    await eventually(() => row('firstFoundOn ← created_at').innerText()).toContain('rejected');
    expect((await draftOf()).maps.finding.fields.firstFoundOn).toBeUndefined();
    await undo().click();
    await eventually(async () => (await draftOf()).maps.finding.fields.firstFoundOn?.value).toBe('created_at');
    await undo().click();
    await eventually(async () => (await draftOf()).streams.defects.records).toBe('data.results');
    expect(await records.innerText()).not.toContain('changed');
  });

  test('of an unreadable source are an error that says what to do', async () => {
    await tab.goto('/new');
    await page.getByLabel('Source', { exact: true }).fill('curl "https://api.acme.example');
    await button('Create draft').click();
    await eventually(() => page.locator('.error-panel').innerText()).toMatch(
      /a quote is not closed[\s\S]*STUDIO_SOURCE_UNREADABLE/,
    );
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});

describe('the sample of a new connector', () => {
  test('gives an empty draft its list, paginator and map', async () => {
    await tab.goto('/new');
    await button('Start empty').click();
    await openTab(/^Sample/);
    const sample = { scope: { project: { id: 7 } }, page: api.page(1) };
    await page.getByLabel('Sample of items').fill(JSON.stringify(sample));
    await button('Map to findings').click();
    await eventually(async () => (await draftOf()).streams.items.records).toBe('data.results');
    const draft = await draftOf();
    expect(draft.streams.items.paginator.type).toBe('nextUrl');
    expect(draft.maps.finding.fields.severity).toMatchObject({ value: 'severity', enum: 'severity' });
    expect(await row('records of "items"').innerText()).toContain('data.results has 3 items');
  });

  test('proposes the list when the stream reads another one', async () => {
    await importPage();
    await row('records of "defects"')
      .getByRole('button', { name: /^Change/ })
      .click();
    await page.getByLabel('Value of records of "defects"').fill('Items');
    await openTab(/^Sample/);
    await eventually(() => page.locator('.sample-notice').allInnerTexts()).toContainEqual(
      expect.stringContaining('Items not found; data.results has 3 items'),
    );
    await button('Use data.results').click();
    await eventually(async () => (await draftOf()).streams.defects.records).toBe('data.results');
    await eventually(() => page.locator('.draft-part').innerText()).toContain('3 items, 3 records');
  });
});

describe('a new connector', () => {
  test('whose stream has a parent opens its map with the ancestors of the items', async () => {
    await createDraft(VISIT);
    await page
      .locator('.proposal')
      .filter({ hasText: 'The items of issues' })
      .getByRole('button', { name: 'Map to findings' })
      .click();
    await eventually(async () => Object.keys((await draftOf()).maps)).toEqual(['finding']);
    await button('Save').click();
    await page.waitForURL(/\/map\/finding/);
    await eventually(() => page.locator('.panel-targets .panel-foot').innerText()).toContain('1 record · 0 rejects');
    expect(await page.locator('[aria-label="Sample payload"].cm-content').innerText()).toMatch(
      /"scope"[\s\S]*"project"/,
    );
  });

  test('survives a reload with its proposals', async () => {
    await importPage();
    await row('authentication: bearer token')
      .getByRole('button', { name: /^Accept/ })
      .click();
    await page.reload();
    await eventually(() => row('authentication: bearer token').innerText()).toContain('accepted');
    await button('Discard').click();
    await page.getByLabel('Source', { exact: true }).waitFor();
    expect(await draftText()).toBeNull();
  });

  test('is not saved with errors', async () => {
    await importPage();
    await openTab(/^Form/);
    await page.getByLabel(/^id/).fill('Not an id');
    await eventually(() => page.locator('.screen-head').innerText()).toContain('error');
    await button('Save').click();
    await eventually(() => page.locator('.toast').allInnerTexts()).toContainEqual(
      expect.stringContaining('Fix the errors'),
    );
    expect(await page.locator('.problem-row').count()).toBeGreaterThan(0);
  });

  test('of an unseen API is saved, connected and run in the studio alone', async () => {
    await importPage();
    await openTab(/^Form/);
    await page.getByLabel(/^id/).fill('acme-defects');
    await title().fill('Acme Defects');
    // The pasted page has three of the five severities.
    const enums = page.getByRole('region', { name: 'Enums' });
    const severities = enums.locator('details').filter({ has: page.getByText('severity', { exact: true }) });
    for (const [literal, to] of [
      ['Critical', '5'],
      ['Info', '1'],
    ] as const) {
      await severities.getByLabel('New value of the vendor').fill(literal);
      await severities.getByRole('button', { name: 'Add a value' }).click();
      await severities.getByLabel(`Target value of ${literal}`).fill(to);
    }
    await eventually(() => page.locator('.screen-head').innerText()).toContain('valid');
    const text = await draftText();
    await button('Save').click();
    await page.waitForURL(/\/c\/acme-defects\/map\/finding/);
    expect(await readFile(join(folder, 'acme-defects', 'manifest.json'), 'utf8')).toBe(text);
    await readFile(join(folder, 'acme-defects', 'expected', 'defects.json'), 'utf8');
    await page.goto('/c/acme-defects/setup');
    await page.getByLabel(/^Name/).fill('Defects');
    await page.getByLabel(/^API token/).fill(TOKEN);
    await button('Test connection').click();
    await button(/^Next/).click();
    await button(/^Next/).click();
    await button('Create').click();
    await page.waitForURL(/\/connections\/[\w-]+$/);
    await button('Run now').click();
    await page.goto('/findings');
    await eventually(async () => {
      await page.reload();
      return page.locator('.explorer-list tbody tr').count();
    }).toBe(7);
    expect(new Set(api.requests.map((path) => new URL(path, api.origin).searchParams.get('page')))).toEqual(
      new Set([null, '2', '3']),
    );
    await tab.goto('/');
    await eventually(() => page.locator('.card').allInnerTexts()).toContainEqual(
      expect.stringContaining('Acme Defects'),
    );
  });
});

test.each([1440, 1024, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [width, scheme] as const)))(
  'every part fits %i px and has no accessibility violations in the %s theme',
  async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await tab.goto('/new');
    await page.getByLabel('Source', { exact: true }).waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
    await importPage();
    for (const name of [/^Proposals/, /^Form/, /^Sample/, /^Problems/, ...(width < 1180 ? [/^Text/] : [])]) {
      await openTab(name);
      await tab.settled();
      expect(await accessibilityIssues(page)).toEqual([]);
      const overflow = 'document.querySelector(".screen").scrollWidth - document.querySelector(".screen").clientWidth';
      expect(await page.evaluate(overflow)).toBe(0);
    }
  },
);

test('without --write, the manifest and its recorded case are downloaded', async () => {
  const readOnly = await openStudio({ folder });
  try {
    tab = await readOnly.tab();
    page = tab.page;
    await importPage();
    expect(await button('Save').count()).toBe(0);
    const [manifest] = await Promise.all([page.waitForEvent('download'), button('Download').click()]);
    expect(manifest.suggestedFilename()).toBe('manifest.json');
    expect(await readFile(await manifest.path(), 'utf8')).toBe(await draftText());
    const [recorded] = await Promise.all([page.waitForEvent('download'), button('Case').click()]);
    expect(recorded.suggestedFilename()).toBe('defects.json');
    expect(await readFile(await recorded.path(), 'utf8')).not.toContain(TOKEN);
  } finally {
    await readOnly.close();
  }
});
