import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { DEMO, MAP } from './demo-manifest.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const editor = (label: string) => page.locator(`[aria-label="${label}"].cm-content`);
const head = () => page.locator('.screen-head');
const notice = () => page.locator('.notice');
// biome-ignore lint/performance/useDomNodeTextContent: the tests compare visible text only
const textOf = (locator: ReturnType<typeof notice>) => locator.innerText();
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

async function paste(sample: string): Promise<void> {
  await editor('Sample payload').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sample);
  await tab.settled();
}

const ISSUE = {
  Id: 'mine',
  ApplicationId: 'application-1',
  IssueType: 'XSS',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  DateCreated: '2025-02-01T10:00:00Z',
};

describe('a custom sample in the mapping preview', () => {
  beforeAll(async () => {
    studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP });
  });
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
    await tab.goto(MAP);
    await page.locator('.targets tbody tr').first().waitFor();
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('proposes the list that contains the items when the sample has another root', async () => {
    await paste(JSON.stringify({ data: { results: [ISSUE, ISSUE, ISSUE] } }));
    await eventually(() => textOf(notice())).toMatch(/No records\. Items not found; data\.results has 3 items\./);
    expect(await textOf(head())).toContain('no records');
    expect(await page.locator('.targets .status-ok').count()).toBe(0);
    expect(await accessibilityIssues(page)).toEqual([]);
    await notice().getByRole('button', { name: 'Use data.results' }).click();
    await eventually(() => notice().count()).toBe(0);
    expect(await textOf(page.locator('.panel-targets .panel-foot'))).toContain('3 records');
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await eventually(() => notice().count()).toBe(1);
  });

  test.each([
    ['42', /contains no list of items/],
    ['[]', /contains no items/],
    ['{"Items": []}', /contains no items/],
    ['{"log": {"version": "1.2", "entries": [{"request": {}}]}}', /HAR file/],
    [JSON.stringify([{ ...ISSUE, DiscoveryMethod: 'SAST' }]), /skips the item/],
  ])('reports that %s gives no records', async (sample, reason) => {
    await paste(sample);
    await eventually(() => notice().allInnerTexts()).toEqual([expect.stringMatching(reason)]);
    expect(await head().locator('.chip-ok').count()).toBe(0);
  });

  test.each([1440, 1024, 390])('shows the whole proposal at %i px', async (width) => {
    await paste(JSON.stringify({ data: { results: [ISSUE] } }));
    await page.setViewportSize({ width, height: 800 });
    const box = await notice().getByRole('button').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });
});
