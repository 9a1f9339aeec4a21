import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { DEMO, HOSTILE, MAP } from './demo-manifest.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const row = (target: string) => page.locator('.targets tbody tr', { has: page.locator(`button[title="${target}"]`) });
const editor = (label: string) => page.locator(`[aria-label="${label}"].cm-content`);
const lit = (label: string) => page.locator(`.cm-content[aria-label="${label}"] .mark-lit`);
const tabOf = (name: string) => page.getByRole('tab', { name });

async function openMap(query = ''): Promise<void> {
  await tab.goto(MAP + query);
  await row('findingStatus').waitFor();
}

/** Types an expression for the selected target. */
async function writeExpression(expression: string): Promise<void> {
  await editor('Expression').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(expression);
}

// biome-ignore lint/performance/useDomNodeTextContent: the tests compare visible text only
const textOf = (locator: ReturnType<typeof row>) => locator.innerText();
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

describe('the mapping preview', () => {
  beforeAll(async () => {
    studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP });
  });
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('reports that it is pending until the sample is mapped', async () => {
    const preview = Promise.withResolvers<void>();
    await page.route('**/api/preview', async (route) => {
      await preview.promise;
      await route.continue();
    });
    const requested = page.waitForRequest('**/api/preview');
    await tab.goto(MAP);
    await requested;
    const loaded = page.getByText('Mapping the sample…');
    await loaded.waitFor();
    expect(await page.locator('html[data-pending]').count()).toBe(1);
    preview.resolve();
    await tab.settled();
    expect(await loaded.count()).toBe(0);
    expect(await row('findingStatus').count()).toBe(1);
  });

  test('maps an unmapped enum value with one select, and undoes it', async () => {
    await openMap();
    await page.keyboard.press('.');
    await eventually(() => textOf(row('findingStatus'))).toMatch(/unmapped\s+3\/5/);
    await page.getByLabel('Target value for New').selectOption('NEW');
    await eventually(() => textOf(row('findingStatus'))).toMatch(/ok\s+5\/5/);
    await tabOf('Changes').click();
    await eventually(() => textOf(page.locator('.changes'))).toMatch(/findingStatus\s+2 of 6/);
    await tabOf('Diff').click();
    await eventually(() =>
      page.locator('.cm-content[aria-label^="Changes"] .cm-changedLine').allInnerTexts(),
    ).toContainEqual(expect.stringContaining('"New": "NEW"'));
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await eventually(() => textOf(row('findingStatus'))).toMatch(/unmapped\s+3\/5/);
  });

  test('sets the value of one item apart from the status of all', async () => {
    await openMap('&target=findingStatus');
    const [value, status] = [row('findingStatus').locator('.cell-item'), row('findingStatus').locator('.cell-all')];
    expect(await page.locator('.targets thead th').allInnerTexts()).toEqual([
      ...['Target', 'Source', 'Value in item 1', 'Status of all', 'Filled of all'],
    ]);
    expect(await textOf(value)).toBe('"NEW"');
    expect(await textOf(status)).toMatch(/unmapped/);
    expect(await value.locator('.item-problem').count()).toBe(0);
    await page.keyboard.press(']');
    await eventually(() => page.locator('.targets thead .cell-item').innerText()).toBe('Value in item 2');
    expect(await textOf(value)).toMatch(/unmapped in this item/);
    const look = (cell: typeof value) =>
      cell.evaluate((one) => `${getComputedStyle(one).backgroundColor} ${getComputedStyle(one).borderLeftWidth}`);
    const other = row('severity');
    expect(await look(other.locator('.cell-item'))).not.toBe(await look(other.locator('.cell-all')));
    expect(await look(other.locator('.cell-all'))).toMatch(/ 2px$/);
  });

  test('maps the current item at every keystroke, and another one as soon as it is selected', async () => {
    await openMap('&target=name');
    await tab.settled();
    const bodies: { item?: number }[] = [];
    const rest = Promise.withResolvers<void>();
    await page.route('**/api/preview', async (route) => {
      const body = route.request().postDataJSON();
      bodies.push(body);
      if (body.item === undefined) await rest.promise;
      await route.continue();
    });
    await writeExpression("Id & '!'");
    await eventually(() => textOf(row('name').locator('.cell-item'))).toBe('"issue-1!"');
    expect(bodies[0]).toMatchObject({ item: 0 });
    await page.getByRole('button', { name: 'Next item' }).click();
    // Until it is known, no value is shown rather than one of another item.
    await eventually(() => textOf(row('name').locator('.cell-item'))).toBe('—');
    expect(await page.locator('.rejected').count()).toBe(0);
    rest.resolve();
    await eventually(() => textOf(row('name').locator('.cell-item'))).toBe('"issue-2!"');
    await tab.settled();
    expect(bodies.at(-1)).not.toHaveProperty('item');
  });

  test('shows the error of a broken expression until it is fixed', async () => {
    await openMap('&target=name');
    await writeExpression('IssueType & ');
    await eventually(() => textOf(row('name'))).toMatch(/error\s+0\/5/);
    expect(await textOf(page.locator('.outcome .note'))).toMatch(/EXPRESSION_\w+/);
    expect(await textOf(row('severity'))).toMatch(/ok\s+5\/5/);
    await writeExpression('$uppercase(IssueType)');
    await eventually(() => textOf(row('name'))).toMatch(/"SQL INJECTION"\s+✓\s+ok\s+5\/5/);
    await tabOf('Manifest').click();
    await eventually(() => textOf(editor('Manifest'))).toContain('"name": "$uppercase(IssueType)"');
  });

  test('keeps the last valid result while the manifest is invalid JSON, and reports it', async () => {
    await openMap();
    await tabOf('Manifest').click();
    await editor('Manifest').focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await eventually(() => page.locator('.stale').allInnerTexts()).toEqual([
      expect.stringMatching(/last valid result/),
    ]);
    expect(await textOf(row('severity'))).toMatch(/ok\s+5\/5/);
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(() => page.locator('.stale').count()).toBe(0);
  });

  test('shows lineage in both directions', async () => {
    await openMap();
    await row('severity').hover();
    await eventually(() => lit('Sample payload').allInnerTexts()).toEqual(['"Severity": "High"']);
    await eventually(() => lit('Record').allInnerTexts()).toEqual(['"severity": 4']);
    await editor('Sample payload').getByText('"Status"').first().hover();
    await eventually(() => page.locator('.row-lit button').allInnerTexts()).toEqual(['findingStatus*']);
  });

  test('adds a target for an unread value', async () => {
    await openMap();
    await page.locator('.mark-unread', { hasText: 'shop.example.com' }).first().click();
    await page.getByLabel('Target for Host').selectOption('solution');
    await eventually(() => textOf(row('solution'))).toMatch(/"shop\.example\.com"\s+✓\s+ok\s+5\/5/);
  });

  test('shows the changes of an edited copy from the default, and resets them', async () => {
    await openMap('&target=name&view=changes');
    expect(await textOf(page.locator('.changes-none'))).toContain('This is the default map');
    await writeExpression('$lowercase(IssueType)');
    await eventually(() => textOf(page.locator('.changes'))).toMatch(/"SQL Injection"\s+"sql injection"/);
    expect(await textOf(page.locator('.screen-head'))).toContain('edited copy');
    await page.getByRole('button', { name: 'Reset' }).click();
    await eventually(() => page.locator('.changes li').count()).toBe(0);
  });

  test('compares an edited copy with the default over all recorded cases', async () => {
    await openMap('&target=name');
    await writeExpression('$uppercase(IssueType)');
    await tabOf('Changes').click();
    const compare = page.getByRole('button', { name: 'Compare over all recorded cases' });
    await compare.click();
    const result = page.locator('.panel-output [role="status"]');
    await eventually(() => textOf(result)).toMatch(/^[1-9]\d* recorded cases?: [1-9]\d* changed, 0 added, 0 removed,/);
    expect(await page.locator('.panel-output .changes').last().innerText()).toMatch(/name\s+\d+ of \d+/);
    // A later edit makes it outdated.
    await writeExpression('$lowercase(IssueType)');
    await eventually(() => compare.count()).toBe(1);
  });

  test('selects the first problem when it opens, and a button leads to the next one', async () => {
    await openMap();
    await eventually(() => page.locator('[aria-current="true"] .target').getAttribute('title')).toBe('findingStatus');
    expect(new URL(page.url()).searchParams.get('target')).toBe('findingStatus');
    await eventually(() => textOf(page.locator('.outcome .note'))).toContain('ENUM_UNMAPPED');
    expect(await textOf(page.locator('.rejected'))).toMatch(/Rejected because of\s+findingStatus$/);
    await row('name').click();
    await page.getByRole('button', { name: /^Next problem/ }).click();
    await eventually(() => page.locator('[aria-current="true"] .target').getAttribute('title')).toBe('findingStatus');
  });

  test('values have the color of text', async () => {
    await openMap();
    const colors = await page
      .locator('.cell-item > :is(.mono, .value-none)')
      .evaluateAll((cells) => [...new Set(cells.map((cell) => getComputedStyle(cell).color))]);
    expect(colors).not.toEqual([]);
    const [text, muted] = await page.evaluate(() =>
      ['--text', '--muted'].map((name) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(${name})`;
        return getComputedStyle(probe).color;
      }),
    );
    expect([text, muted]).toEqual(expect.arrayContaining(colors));
  });

  test('is usable with the keyboard only', async () => {
    await openMap('&target=externalFindingId');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await eventually(() => page.locator('[aria-current="true"] button').getAttribute('title')).toBe('name');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type(" & '!'");
    await eventually(() => textOf(row('name'))).toContain('"SQL Injection!"');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(() => textOf(row('name'))).toContain('"SQL Injection"');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('output changes');
    await page.keyboard.press('Enter');
    await eventually(() => tabOf('Changes').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('?');
    await eventually(() => textOf(page.getByRole('dialog'))).toContain('next problem');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('shows hostile text as text', async () => {
    await openMap('&item=4&target=name');
    await eventually(() => textOf(row('name'))).toContain(JSON.stringify(HOSTILE.markup));
    await eventually(() => textOf(row('protocol'))).toContain('HYPERLINK');
    await page.keyboard.press(']');
    await eventually(() => page.locator('.rejected').allInnerTexts()).toEqual([
      expect.stringMatching(/[A-Z]+_[A-Z_]+/),
    ]);
    expect(await textOf(editor('Sample payload'))).toContain('before\\u0000after');
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('accepts a custom sample, and omits it from the shared link', async () => {
    await openMap();
    await editor('Sample payload').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('[{"Id": "mine", "Status": "Open", "DiscoveryMethod": "DAST"}]');
    await eventually(() => textOf(row('externalFindingId'))).toContain('"mine"');
    await row('name').click();
    await writeExpression("'shared'");
    await page.getByRole('button', { name: 'Share' }).click();
    await eventually(() => textOf(page.locator('.toast'))).toContain('link');
    const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(link).not.toContain('mine');
    const other = await studio.tab();
    await other.page.goto(link);
    await eventually(() => other.page.locator('.cell-expression', { hasText: "'shared'" }).count()).toBe(1);
    expect(new URL(other.page.url()).hash).toBe('');
    await other.page.context().close();
  });

  test.each([
    ['a name', '"solution": { "val', 'value', '"solution": { "value": '],
    ['a value', '"solution": { "value": "Host", "as": "num', 'number', '"solution": { "value": "Host", "as": "number"'],
  ])('completes %s of the manifest inside quotes', async (_what, typed, option, completed) => {
    await openMap('&target=severity&source=manifest');
    await page.getByRole('button', { name: 'Maximize Source' }).click();
    await editor('Manifest').getByText('"severity"').last().click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type(typed);
    const options = page.locator('.cm-tooltip-autocomplete li');
    await eventually(async () => {
      // A slow machine may close the list when the result of an earlier check arrives.
      if ((await options.count()) === 0) await page.keyboard.press('Control+Space');
      return options.first().innerText();
    }).toMatch(new RegExp(`^${option}`));
    await options.first().click();
    await eventually(() => textOf(editor('Manifest'))).toContain(completed);
  });

  test('completes the manifest from its schema, and marks problems at their position', async () => {
    await openMap('&target=severity&source=manifest');
    // In a wide editor the line is not wrapped.
    await page.getByRole('button', { name: 'Maximize Source' }).click();
    await editor('Manifest').getByText('"severity"').last().click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('"solution": { "value": "Host", "as": "numb');
    const completions = page.locator('.cm-tooltip-autocomplete li');
    await eventually(async () => {
      // A slow machine may close the list when the result of an earlier check arrives.
      if ((await completions.count()) === 0) await page.keyboard.press('Control+Space');
      return completions.allInnerTexts();
    }).toContainEqual(expect.stringContaining('number'));
    await eventually(() => page.locator('.cm-lint-marker-error').count()).toBeGreaterThan(0);
  });

  test.each(['light', 'dark'] as const)('has no accessibility violations in the %s theme', async (colorScheme) => {
    const { page: themed, goto, settled } = await studio.tab({ colorScheme });
    for (const path of [
      '/',
      '/c/hcl-appscan-dast',
      `${MAP}&target=findingStatus&item=1`,
      `${MAP}&view=changes`,
      '/no/such',
    ]) {
      await goto(path);
      await settled();
      await themed.locator('h1').first().waitFor();
      expect({ path, found: await accessibilityIssues(themed) }).toEqual({ path, found: [] });
    }
    await themed.context().close();
  });
});
