import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import { draftSteps, eventually } from './draft-steps.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;

const { button, openTab, editor, draftText } = draftSteps(() => tab);
const dialog = () => page.getByRole('dialog');
const leave = () => page.getByRole('link', { name: 'Runs', exact: true }).click();

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

/** Expects that leaving asks, that staying keeps the changes, and that discarding leaves. */
async function expectQuestion(title: string, readChanges: () => Promise<string>, changes: string): Promise<void> {
  await leave();
  await eventually(() => dialog().innerText()).toMatch(new RegExp(`${title}\\.\\s+They are lost`));
  await dialog().getByRole('button', { name: 'Stay' }).click();
  expect(await readChanges()).toBe(changes);
  await leave();
  await dialog().getByRole('button', { name: 'Discard changes' }).click();
  await page.waitForURL(/\/runs$/);
}

async function openConnectionForm(step: number): Promise<void> {
  await tab.goto('/connections');
  await page.locator('tbody a').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await tab.settled();
  await page.goto(`${page.url().replace(/\?.*/, '')}/edit${step === 1 ? '' : `?step=${step}`}`);
  await page.locator('.wizard-foot').waitFor();
}

test('leaving edited settings of a connection asks', async () => {
  await openConnectionForm(1);
  const description = page.getByLabel(/^Description/);
  await description.fill('For the security team');
  await expectQuestion('', () => description.inputValue(), 'For the security team');
});

test('leaving an edited filter of a connection asks', async () => {
  await openConnectionForm(2);
  const filter = page.locator('textarea').first();
  await filter.fill("Name eq 'web'");
  await expectQuestion('', () => filter.inputValue(), "Name eq 'web'");
});

test('leaving an unchanged form does not ask', async () => {
  await openConnectionForm(1);
  await leave();
  await page.waitForURL(/\/runs$/);
});

test('leaving a pasted source asks: it can contain secrets, so it is not kept', async () => {
  await tab.goto('/new');
  const source = page.getByLabel('Source', { exact: true });
  await source.fill('curl https://api.acme.example');
  await expectQuestion('the source of a new connector', () => source.inputValue(), 'curl https://api.acme.example');
});

test('the text and the sample of a new connector are kept', async () => {
  await tab.goto('/new');
  await button('Start empty').click();
  await openTab(/^Sample/);
  await page.getByLabel('Sample of items').fill('[{"id":1}]');
  await editor().getByText('"0.1.0"').click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.type('7');
  await eventually(draftText).toContain('"0.1.7"');
  await leave();
  await page.waitForURL(/\/runs$/);
  await page.goBack();
  await eventually(() => editor().innerText()).toContain('"0.1.7"');
  await openTab(/^Sample/);
  expect(await page.getByLabel('Sample of items').inputValue()).toBe('[{"id":1}]');
});
