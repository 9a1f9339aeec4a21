import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { DEMO, MAP } from './demo-manifest.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const splitter = (name: string) => page.getByRole('separator', { name });
const region = (name: string) => page.getByRole('region', { name, exact: true });
const value = async (name: string) => Number(await splitter(name).getAttribute('aria-valuenow'));
const widthOf = async (name: string) => (await region(name).boundingBox())?.width ?? 0;
const heightOf = async (name: string) => (await region(name).boundingBox())?.height ?? 0;

async function drag(name: string, x: number, y: number): Promise<void> {
  const box = await splitter(name).boundingBox();
  if (!box) throw new Error(`${name} is hidden`);
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + x, fromY + y, { steps: 4 });
  await page.mouse.up();
}

describe('the panes of the mapping screen', () => {
  beforeAll(async () => {
    studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP });
  });
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
    await tab.goto(MAP);
    await tab.settled();
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('the header takes one line between 1024 and 1440 px, also with unsaved changes', async () => {
    const head = page.locator('.screen-head');
    for (const typed of ['', ' & IssueTypeId']) {
      await page.locator('[aria-label="Expression"].cm-content').click();
      await page.keyboard.type(typed);
      await tab.settled();
      for (const width of [1440, 1240, 1100, 1024]) {
        await page.setViewportSize({ width, height: 900 });
        const lines = await head.evaluate((one) => {
          const shown = [...one.children].filter((child) => child.clientHeight > 0);
          return new Set(shown.map((child) => Math.round(child.getBoundingClientRect().top / 20))).size;
        });
        const overflow = await head.evaluate((one) => one.scrollWidth - one.clientWidth);
        expect([typed, width, lines, overflow]).toEqual([typed, width, 1, 0]);
      }
    }
    // Words that have no room remain the names of their buttons.
    await page.getByRole('button', { name: 'Save as test' }).click();
    await page.getByRole('dialog').waitFor();
  });

  test('a pointer drags the splitters', async () => {
    const [source, output, targets] = [await widthOf('Source'), await widthOf('Output'), await heightOf('Mapping')];
    await drag('Width of the source', 100, 0);
    await drag('Width of the output', -50, 0);
    await drag('Height of the targets', 0, -80);
    expect(await widthOf('Source')).toBeCloseTo(source + 100, -1);
    expect(await widthOf('Output')).toBeCloseTo(output + 50, -1);
    expect(await heightOf('Mapping')).toBeCloseTo(targets - 80, -1);
  });

  test('keys move a splitter up to its limits, and restore it', async () => {
    const initial = await value('Width of the output');
    await splitter('Width of the output').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await value('Width of the output')).toBe(initial + 2);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(String(await value('Width of the output'))).toBe(
      await splitter('Width of the output').getAttribute('aria-valuemax'),
    );
    await page.keyboard.press('Enter');
    expect(await value('Width of the output')).toBe(initial);
  });

  test('sizes are kept when the page is reloaded, and a double click restores them', async () => {
    const initial = await value('Width of the source');
    await splitter('Width of the source').focus();
    await page.keyboard.press('Home');
    const smallest = await value('Width of the source');
    expect(smallest).toBeLessThan(initial);
    await page.reload();
    await tab.settled();
    expect(await value('Width of the source')).toBe(smallest);
    await splitter('Width of the source').dblclick();
    expect(await value('Width of the source')).toBe(initial);
  });

  test.each(['Source', 'Mapping', 'Output', 'findingStatus'])(
    '%s fills the screen when it is maximized',
    async (name) => {
      await tab.goto(`${MAP}&target=findingStatus`);
      await tab.settled();
      const main = (await page.locator('.mapping').boundingBox())?.width ?? 0;
      await page.getByRole('button', { name: `Maximize ${name}`, exact: true }).click();
      expect(await widthOf(name)).toBe(main);
      expect(await page.getByRole('separator').count()).toBe(0);
      expect(await accessibilityIssues(page)).toEqual([]);
      await page.getByRole('button', { name: 'Restore the layout' }).click();
      expect(await widthOf(name)).toBeLessThan(main);
    },
  );

  test('sample and manifest are tabs, and an edited sample keeps its history while the manifest is shown', async () => {
    const sample = page.locator('.cm-content[aria-label="Sample payload"]');
    await sample.click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type(' ');
    await page.getByRole('tab', { name: 'Manifest' }).click();
    await page.locator('.cm-content[aria-label="Manifest"]').waitFor();
    expect(await sample.isVisible()).toBe(false);
    expect(new URL(page.url()).searchParams.get('source')).toBe('manifest');
    await page.keyboard.press('ArrowLeft');
    await sample.click();
    await page.keyboard.press('ControlOrMeta+z');
    expect((await sample.innerText()).startsWith('{')).toBe(true);
  });

  test('editors wrap long lines and cover them with an opaque gutter', async () => {
    for (const name of ['Sample payload', 'Record'])
      expect(await page.locator(`.cm-content[aria-label="${name}"].cm-lineWrapping`).count()).toBe(1);
    const backgrounds = await page
      .locator('.cm-gutters')
      .evaluateAll((gutters) => gutters.map((gutter) => getComputedStyle(gutter).backgroundColor));
    expect(backgrounds).not.toContain('rgba(0, 0, 0, 0)');
  });
});
