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

  const FIELDS = Object.keys(ISSUE).join();
  const VALUES = Object.values(ISSUE).join();
  const element = Object.entries(ISSUE).map(([name, value]) => `<${name}>${value}</${name}>`);

  test.each([
    ['CSV', `${FIELDS}\n${VALUES}\n${VALUES}\n`, 2],
    ['NDJSON', `${JSON.stringify(ISSUE)}\n${JSON.stringify(ISSUE)}\n`, 2],
  ])('maps a sample in %s', async (_format, sample, records) => {
    await paste(sample);
    await eventually(() => textOf(page.locator('.panel-targets .panel-foot'))).toContain(`${records} records`);
    expect(await page.locator('.stale').count()).toBe(0);
  });

  test('proposes the list of a sample in XML', async () => {
    const items = `<issue>${element.join('')}</issue>`;
    await paste(`<report><issues>${items}${items}</issues></report>`);
    await notice()
      .getByRole('button', { name: /^Use .*issue$/ })
      .click();
    await eventually(() => textOf(page.locator('.panel-targets .panel-foot'))).toContain('2 records');
  });

  test.each([
    ['JSON', '{"Items": [\n  {"Id" 1}\n]}', /Your sample: line 2, column 9: expected a colon/],
    ['NDJSON', `${JSON.stringify(ISSUE)}\n{"Id": }\n`, /Your sample: line 2, column 8: expected a value/],
    ['CSV', `${FIELDS}\n"mine,application-1`, /Your sample: line 2, column 1: unclosed quote/],
    ['XML', '<a>\n  <b></c>\n</a>', /Your sample: line 2, column \d+: invalid XML/],
  ])('marks the error of a broken sample in %s', async (_format, sample, message) => {
    await paste(sample);
    await eventually(() => page.locator('.stale').allInnerTexts()).toEqual([expect.stringMatching(message)]);
    const panel = page.locator('.panel-source');
    await eventually(() => panel.locator('.cm-lint-marker-error').count()).toBe(1);
    expect(await panel.locator('.cm-lintRange-error').count()).toBe(1);
  });

  test('is kept when the page is reloaded', async () => {
    await paste(JSON.stringify([ISSUE]));
    await eventually(() => textOf(page.locator('.panel-targets .panel-foot'))).toContain('1 record ');
    await page.reload();
    await eventually(() => textOf(editor('Sample payload'))).toContain('"mine"');
    await eventually(() => textOf(page.locator('.panel-targets .panel-foot'))).toContain('1 record ');
  });

  test('the Undo of a message reverts its own edit only', async () => {
    await page.goto(`${MAP}&target=findingStatus`);
    await page.getByLabel('Target value for New').selectOption('NEW');
    const undo = page.locator('.toast').getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await page.locator('button[title="name"]').click();
    await editor('Expression').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type("'later'");
    await undo.click();
    await eventually(() => page.getByLabel('Target value for New').count()).toBe(0);
    expect(await textOf(editor('Expression'))).toBe("'later'");
    await page.locator('button[title="findingStatus"]').click();
    await eventually(() => page.getByLabel('Target value for New').count()).toBe(1);
  });

  test.each([1440, 1024, 390])('shows the whole proposal at %i px', async (width) => {
    await paste(JSON.stringify({ data: { results: [ISSUE] } }));
    await page.setViewportSize({ width, height: 800 });
    const box = await notice().getByRole('button').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });

  test('a sample of 5 MB is mapped up to 1,000 items at once, and completely in the background', async () => {
    const text = 'x'.repeat(250);
    const Items = Array.from({ length: 12_000 }, (_, at) => ({ ...ISSUE, Id: `${at}`, Text: text }));
    // The last item differs: only the whole sample contains its value.
    Items.push({ ...ISSUE, Id: 'last', Status: 'Unheard', Text: text });
    const rest = Promise.withResolvers<void>();
    await page.route('**/api/preview', async (route) => {
      if (route.request().postData()?.includes('"extent":"all"')) await rest.promise;
      await route.continue();
    });
    const buffer = Buffer.from(JSON.stringify({ Count: Items.length, Items }));
    expect(buffer.length).toBeGreaterThan(5_000_000);
    await page.getByLabel('Sample file').setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer });
    await eventually(() => textOf(head())).toContain('first 1,000 of 12,001 items, mapping the rest…');
    expect(await page.locator('.screen-head .chip-ok').count()).toBe(0);
    expect(await textOf(page.locator('.panel-targets .panel-foot'))).toContain('1,000 records');
    rest.resolve();
    await expect
      .poll(() => textOf(page.locator('.panel-targets .panel-foot')), { timeout: 60_000 })
      .toContain('12,000 records · 1 reject');
    expect(await textOf(head())).not.toContain('first 1,000');
    await eventually(() => textOf(head())).toMatch(/1 of \d+ targets has problems in 12,001 items/);
  }, 120_000);
});
