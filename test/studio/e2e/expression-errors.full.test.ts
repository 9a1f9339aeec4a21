import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO, MAP } from './demo-manifest.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const expression = () => page.locator('[aria-label="Expression"].cm-content');
const underlined = () => expression().locator('.cm-lintRange-error').allInnerTexts();
const note = () => page.locator('.outcome .note').innerText();
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

async function writeExpression(text: string): Promise<void> {
  await expression().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe('errors of expressions', () => {
  beforeAll(async () => {
    studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP });
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
    await tab.goto(`${MAP}&target=name`);
    await page.locator('.targets tbody tr').first().waitFor();
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('an unknown function is marked, and a known one is proposed', async () => {
    await writeExpression('$uppercas(IssueType)');
    await eventually(underlined).toEqual(['$uppercas(']);
    await eventually(note).toMatch(/\$uppercas is not a function[\s\S]*Did you mean "\$uppercase"\?/);
    await writeExpression('$uppercase(IssueType)');
    await eventually(underlined).toEqual([]);
  });

  test('a wrong value is named, and the call is marked', async () => {
    await writeExpression('$uppercase(Cwe)');
    await eventually(underlined).toEqual(['$uppercase(']);
    await eventually(note).toMatch(/argument 1 of \$uppercase has the wrong type[\s\S]*Value: 89/);
    await writeExpression('Cwe + IssueType');
    await eventually(underlined).toEqual(['+']);
    await eventually(note).toContain('Value: "SQL Injection"');
  });

  test('a syntax error is marked at its position', async () => {
    await writeExpression('IssueType & ');
    await eventually(underlined).toEqual(['&']);
    await expression().locator('.cm-lintRange-error').hover();
    await eventually(() => page.locator('.cm-tooltip-lint').innerText()).toMatch(/syntax error/);
  });

  test('functions show their signature while they are called, and their meaning on hover', async () => {
    await writeExpression('$pad(IssueType, 3)');
    await page.keyboard.press('ArrowLeft');
    const signature = page.locator('.cm-signature');
    await eventually(() => signature.innerText()).toMatch(/^\$pad\(text, width, fill\?\)\s+Text padded to a width/);
    expect(await signature.locator('b').innerText()).toBe('width');
    await page.keyboard.press('End');
    await eventually(() => signature.count()).toBe(0);
    await expression().getByText('$pad').hover();
    await eventually(() => page.locator('.cm-hover').innerText()).toContain('Text padded to a width');
  });
});
