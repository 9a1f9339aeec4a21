import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO, MAP } from './demo-manifest.ts';
import { draftSteps, eventually } from './draft-steps.ts';
import { readKept } from './kept.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

const BYTES = 10_000_000;
const ISSUE = {
  Id: 'mine',
  ApplicationId: 'application-1',
  IssueType: 'XSS',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  DateCreated: '2025-02-01T10:00:00Z',
};
const LARGE = JSON.stringify({
  Items: [
    ...Array.from({ length: 500 }, (_, at) => ({ ...ISSUE, Id: `${at}`, Text: 'x'.repeat(20_000) })),
    { ...ISSUE, Id: 'last' },
  ],
});

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const { button, openTab, draftText } = draftSteps(() => tab);
const sample = (at = page) => at.locator('[aria-label="Sample payload"].cm-content');
const records = (at = page) => at.locator('.panel-targets .panel-foot').innerText();
const textarea = () => page.getByLabel('Sample of items');

const openFile = (text: string, at = page) =>
  at
    .getByLabel('Sample file')
    .setInputFiles({ name: 'sample.json', mimeType: 'application/json', buffer: Buffer.from(text) });

async function openMap(): Promise<void> {
  await tab.goto(MAP);
  await page.locator('.targets tbody tr').first().waitFor();
}

async function openEmptyDraft(): Promise<void> {
  await tab.goto('/new');
  await button('Start empty').click();
  await openTab(/^Sample/);
}

/** Leaves the page little space. Chromium applies this to what is not stored yet. */
async function limitSpace(): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: studio.origin, quotaSize: BYTES / 2 });
}

beforeAll(async () => {
  expect(LARGE.length).toBeGreaterThan(BYTES);
  studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP });
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

describe('a sample of 10 MB survives a reload', () => {
  test('of the mapping screen', async () => {
    await openMap();
    await openFile(LARGE);
    await eventually(() => records()).toContain('501 records');
    await tab.settled();
    await page.reload();
    await eventually(() => records()).toContain('501 records');
    expect(await page.locator('.notice, .toast').count()).toBe(0);
  });

  test('of the screen for a new connector, with the proposals', async () => {
    await openEmptyDraft();
    await textarea().fill(LARGE);
    await tab.settled();
    await page.reload();
    await openTab(/^Sample/);
    expect(await textarea().inputValue()).toBe(LARGE);
    expect(await page.locator('.notice').count()).toBe(0);
    await button('Discard').click();
    await page.getByLabel('Source', { exact: true }).waitFor();
    await tab.settled();
    expect(await draftText()).toBeNull();
    expect(await readKept(page)).not.toContain('application-1');
  });
});

describe('a sample that the browser has no space for', () => {
  test('is reported by the mapping screen, before and after a reload', async () => {
    await limitSpace();
    await openMap();
    await openFile(JSON.stringify([ISSUE]));
    await tab.settled();
    expect(await readKept(page)).toContain('mine');
    await openFile(LARGE);
    await eventually(() => page.locator('.notice').allInnerTexts()).toEqual([
      expect.stringMatching(/^This sample is not kept\./),
    ]);
    await page.reload();
    await eventually(() => page.locator('.toast').allInnerTexts()).toEqual([
      expect.stringContaining('This tab has no custom sample of this map.'),
    ]);
    expect(await readKept(page)).not.toContain('mine');
  });

  test('is reported by the screen for a new connector', async () => {
    await limitSpace();
    await openEmptyDraft();
    await textarea().fill(LARGE);
    await eventually(() => page.locator('.notice').allInnerTexts()).toEqual([
      expect.stringMatching(/^The proposals and samples are not kept\./),
    ]);
  });
});

describe('a tab session', () => {
  test('has its own sample: the one of a duplicated tab is a copy', async () => {
    await openMap();
    await openFile(JSON.stringify([ISSUE, ISSUE]));
    await eventually(() => records()).toContain('2 records');
    await tab.settled();
    const [copy] = await Promise.all([page.waitForEvent('popup'), page.evaluate('void window.open(location.href)')]);
    await eventually(() => records(copy)).toContain('2 records');
    await openFile(JSON.stringify([ISSUE, ISSUE, ISSUE]), copy);
    await eventually(() => records(copy)).toContain('3 records');
    await copy.locator('html:not([data-pending])').waitFor({ state: 'attached' });
    await copy.reload();
    await eventually(() => records(copy)).toContain('3 records');
    await page.reload();
    await eventually(() => records()).toContain('2 records');
  });

  test('that ended leaves nothing once the studio is opened again', async () => {
    await openMap();
    await openFile(JSON.stringify([ISSUE]));
    await eventually(() => sample().innerText()).toContain('mine');
    await tab.settled();
    await page.evaluate(`new Promise((resolve) => {
      indexedDB.open('mapwright').onsuccess = ({ target: { result } }) => {
        const transaction = result.transaction(['tabs', 'values'], 'readwrite');
        transaction.objectStore('tabs').put({ id: 'closed-tab', at: Date.now() - 13 * 3_600_000 });
        transaction.objectStore('values').put('of a closed tab', ['closed-tab', 'sample:a/b']);
        transaction.oncomplete = () => { result.close(); resolve(); };
      };
    })`);
    expect(await readKept(page)).toContain('of a closed tab');
    await page.reload();
    await eventually(() => sample().innerText()).toContain('mine');
    await tab.settled();
    const kept = await readKept(page);
    expect(kept).not.toContain('closed-tab');
    expect(kept).toContain('mine');
  });
});
