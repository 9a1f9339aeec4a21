import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { HOSTILE } from './demo-manifest.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });
const bar = () => page.getByRole('combobox', { name: 'Query for findings' });
const rows = () => page.locator('.explorer-list tbody tr');
const facet = (title: string, value: string | RegExp) =>
  page.getByRole('region', { name: title, exact: true }).getByRole('button', { name: value });
const listQuery = () => new URL(page.url()).searchParams.get('q');
const total = async () =>
  Number(/([\d,]+) finding/.exec(await page.locator('.explorer-list h2').innerText())?.[1]?.replace(',', ''));

/** Writes a finding whose fields harm a viewer who renders them unescaped. */
async function writeHostile(): Promise<void> {
  const { store } = studio;
  const run = await store.db.selectFrom('run').select(['id', 'connection_id']).executeTakeFirstOrThrow();
  const record = {
    vendorProductName: HOSTILE.formula,
    externalFindingId: 'hostile-1',
    externalAssetId: 'none',
    name: HOSTILE.markup,
    severity: 5,
    findingStatus: 'NEW',
    firstFoundOn: new Date().toISOString(),
    lastFoundOn: new Date().toISOString(),
    url: 'javascript:window.harmed=1',
  };
  await store.transaction((tx) =>
    store.write(tx, {
      connectionId: run.connection_id,
      runId: run.id,
      at: Date.now(),
      assets: [],
      findings: [{ record, raw: JSON.stringify({ nul: HOSTILE.nul, markup: HOSTILE.markup }), risk: 100 }],
    }),
  );
}

async function runsEnded(): Promise<void> {
  const open = await studio.store.db.selectFrom('run').select('id').where('finished_at', 'is', null).execute();
  expect(open).toEqual([]);
}

async function open(path = '/findings'): Promise<void> {
  await tab.goto(path);
  await rows().first().waitFor();
}

describe('assets and findings', () => {
  beforeAll(async () => {
    studio = await openDemo();
    await vi.waitFor(runsEnded, { timeout: 30_000, interval: 200 });
    await writeHostile();
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('a facet edits the query, and the list follows', async () => {
    await open();
    const all = await total();
    await facet('Severity', /4 high/).click();
    await eventually(() => bar().inputValue()).toMatch(/severity.*4/);
    await eventually(total).toBeLessThan(all);
    await facet('Severity', /5 critical/).click();
    await eventually(() => facet('Severity', /5 critical/).getAttribute('aria-pressed')).toBe('true');
    await eventually(() => page.locator('.cell-narrow .severity').allInnerTexts()).not.toContain('3 medium');
    expect(listQuery()).toBe(await bar().inputValue());
    const both = listQuery();
    await page.goBack();
    await eventually(async () => listQuery()).not.toBe(both);
    await page.goBack();
    await eventually(async () => listQuery()).toBeNull();
    await eventually(total).toBe(all);
    expect(await bar().inputValue()).toBe('');
  });

  test.each(['light', 'dark'] as const)('each severity has its own color in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open();
    const fills = await page
      .getByRole('region', { name: 'Severity', exact: true })
      .locator('svg[class^="severity"] rect')
      .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).fill));
    expect(new Set(fills).size).toBe(5);
  });

  test('typing a query filters the list and completes fields and values', async () => {
    await open();
    await bar().pressSequentially('stat');
    await eventually(() => page.getByRole('option').first().innerText()).toMatch(/^status/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type(':NE');
    await eventually(() => page.getByRole('option').first().innerText()).toBe('NEW');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('and injection');
    await eventually(async () => listQuery()).toBe('status:NEW and injection');
    await eventually(() => rows().allInnerTexts()).toSatisfy((texts: string[]) =>
      texts.every((text) => /injection/i.test(text) && text.includes('NEW')),
    );
  });

  test('keeps text that is typed while the list follows the query', async () => {
    await open();
    await bar().evaluate((input: HTMLInputElement) => {
      const replaceState = history.replaceState.bind(history);
      // Types between the change of the list query and the effects of the next render.
      const typeMore = () => {
        input.value += ' injection';
        input.dispatchEvent(new Event('input', { bubbles: true }));
      };
      history.replaceState = (...parameters) => {
        history.replaceState = replaceState;
        replaceState(...parameters);
        queueMicrotask(typeMore);
      };
    });
    await bar().pressSequentially('sql');
    await eventually(async () => listQuery()).toBe('sql injection');
    expect(await bar().inputValue()).toBe('sql injection');
  });

  test('an invalid query shows its error with a suggestion immediately', async () => {
    await open();
    await bar().fill('severty >= 4');
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('.query-issues').innerText()).toMatch(/severty.*severity/s);
    expect(listQuery()).toBeNull();
    expect(await rows().count()).toBeGreaterThan(0);
  });

  test('a half-typed query keeps the last result, and shows the error while it is typed', async () => {
    await open();
    const all = await total();
    await bar().pressSequentially('stat');
    await eventually(() => page.locator('.query-issues').innerText()).toMatch(/last complete query.*Enter.*stat/);
    await tab.settled();
    expect([listQuery(), await total()]).toEqual([null, all]);
    await page.keyboard.type('us:');
    await eventually(() => page.locator('.query-issues .icon').count()).toBe(1);
    expect(await page.getByRole('option').count()).toBeGreaterThan(0);
    await page.keyboard.type('[NEW');
    await eventually(() => page.locator('.query-issues b').count()).toBe(1);
    await tab.settled();
    expect([listQuery(), await total()]).toEqual([null, all]);
    expect(await rows().count()).toBeGreaterThan(0);
    await page.keyboard.type(']');
    await eventually(async () => listQuery()).toBe('status:[NEW]');
    await bar().fill('stat');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await eventually(async () => listQuery()).toBe('stat');
  });

  test('a hostile finding is rendered as text in the list, the details and the export', async () => {
    await open(`/findings?q=${encodeURIComponent('externalFindingId:"hostile-1"')}`);
    await eventually(() => rows().count()).toBe(1);
    expect(await rows().innerText()).toContain(HOSTILE.markup);
    expect(await rows().innerText()).toContain(HOSTILE.formula);
    const download = page.waitForEvent('download');
    await page.getByLabel('Export').selectOption('csv');
    const file = await (await download).path();
    expect(await readFile(file, 'utf8')).not.toMatch(/(?:^|,)"?=HYPERLINK/m);
    await page.getByRole('button', { name: HOSTILE.markup }).click();
    await eventually(() => page.getByRole('region', { name: 'Vendor record as JSON' }).innerText()).toContain(
      'before\\u0000after',
    );
    expect(await page.locator('.detail h2').innerText()).toBe(HOSTILE.markup);
    expect(await page.locator('.detail a[href^="javascript"], main img').count()).toBe(0);
    expect(await page.evaluate('window.harmed')).toBeUndefined();
  });

  test('the details show the vendor record, the mapped record, the status history and the risk components', async () => {
    await open(`/findings?q=${encodeURIComponent('inventory:(source:"HCL AppScan")')}`);
    await page.locator('.row-name').first().click();
    await eventually(() => page.locator('.records').innerText()).toMatch(/"IssueType"[\s\S]*"findingStatus"/);
    expect(await page.locator('.risk').innerText()).toMatch(/impact[\s\S]*criticality/);
    expect(await page.locator('.history').innerText()).toContain('reported by the vendor');
    expect(page.url()).toContain('item=');
  });

  test('is usable with the keyboard only', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('severity >= 3');
    await page.keyboard.press('Enter');
    await eventually(async () => listQuery()).toBe('severity >= 3');
    await page.locator('h1').evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await eventually(() => rows().nth(1).getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('Enter');
    await page.locator('.detail').waitFor();
    const first = await page.locator('.detail h2').innerText();
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('.detail').count()).toBe(0);
    expect(first).not.toBe('');
    const top = await rows().first().innerText();
    await page.keyboard.press(']');
    await eventually(() => rows().first().innerText()).not.toBe(top);
    await page.keyboard.press('[');
    await eventually(() => rows().first().innerText()).toBe(top);
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('copy as cli');
    await page.keyboard.press('Enter');
    await eventually(() => page.evaluate('navigator.clipboard.readText()')).toBe("mapwright findings 'severity >= 3'");
  });

  test('the chart shows the numbers of a week, and a brush filters by a range of weeks', async () => {
    await open();
    const all = await total();
    await page.setViewportSize({ width: 1440, height: 1400 });
    const plot = await page.locator('.weeks-area').boundingBox();
    if (!plot) throw new Error('The chart is hidden.');
    const [y, week] = [plot.y + 40, plot.width / 26];
    await page.mouse.move(plot.x + 5.5 * week, y);
    expect(await page.locator('.weeks-tip').innerText()).toMatch(/^Week of \d{4}-\d\d-\d\d/);
    await page.mouse.down();
    await page.mouse.move(plot.x + 9.5 * week, y, { steps: 4 });
    expect(await page.locator('.weeks-tip').innerText()).toContain('5 weeks');
    await page.mouse.up();
    await eventually(async () => listQuery()).toMatch(/^firstFoundOn:\[\d{4}-\d\d-\d\d \.\. \d{4}-\d\d-\d\d\]$/);
    await eventually(total).toBeLessThan(all);
    const ticks = (await page.locator('.weeks-ticks span').allInnerTexts()).map(Number);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks[0]).toBe(0);
  });

  test('the chart filters by a range of weeks with the keyboard', async () => {
    await open();
    const all = await total();
    const chart = page.getByRole('slider', { name: /^Findings first found per week, .*\d+ in total/ });
    await page.getByRole('button', { name: /^[\d,]+ older$/ }).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await chart.evaluate((one) => document.activeElement === one && getComputedStyle(one).outlineStyle)).toBe(
      'solid',
    );
    const said = () => chart.getAttribute('aria-valuetext');
    const last = await said();
    expect(last).toMatch(/^Week of \d{4}-\d\d-\d\d: [\d,]+ findings?$/);
    await page.keyboard.press('ArrowLeft');
    await eventually(said).not.toBe(last);
    for (let at = 0; at < 3; at += 1) await page.keyboard.press('Shift+ArrowLeft');
    await eventually(said).toMatch(/^\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, 4 weeks: /);
    expect(await page.locator('.weeks-tip').innerText()).toContain('4 weeks');
    await page.keyboard.press('Enter');
    await eventually(async () => listQuery()).toMatch(/^firstFoundOn:\[\d{4}-\d\d-\d\d \.\. \d{4}-\d\d-\d\d\]$/);
    await eventually(total).toBeLessThan(all);
  });

  test('the chart counts older findings and filters by them', async () => {
    await open();
    const older = page.getByRole('button', { name: /^[\d,]+ older$/ });
    const count = Number.parseInt(await older.innerText(), 10);
    await older.click();
    await eventually(total).toBe(count);
    expect(listQuery()).toMatch(/^firstFoundOn < \d{4}-\d\d-\d\d$/);
  });

  test('the pager counts the shown records', async () => {
    await open();
    const heading = page.locator('.explorer-list h2');
    await eventually(() => heading.innerText()).toMatch(/^1–50 of \d+ findings$/);
    await page.getByRole('button', { name: 'Next page' }).click();
    await eventually(() => heading.innerText()).toMatch(/^51–100 of \d+ findings$/);
    await page.reload();
    await eventually(() => heading.innerText()).toMatch(/^51–100 of \d+ findings$/);
    await page.goBack();
    await eventually(() => heading.innerText()).toMatch(/^1–50 of \d+ findings$/);
  });

  test('an empty result offers to show all findings', async () => {
    await tab.goto(`/findings?q=${encodeURIComponent('name:"no such finding"')}`);
    await page.getByRole('button', { name: 'Show all findings' }).click();
    await rows().first().waitFor();
    expect(listQuery()).toBeNull();
  });

  test.each(['light', 'dark'] as const)('has no accessibility violations in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open();
    await page.getByText('Show as table').click();
    expect(await accessibilityIssues(page)).toEqual([]);
    await bar().click();
    await page.keyboard.type('st');
    await page.getByRole('option').first().waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
    await open('/findings?q=severity:5');
    await page.locator('.row-name').first().click();
    await page.locator('.records').waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
    await open('/assets');
    expect(await accessibilityIssues(page)).toEqual([]);
    await page.locator('.row-name').first().click();
    await page.locator('.records').waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});
