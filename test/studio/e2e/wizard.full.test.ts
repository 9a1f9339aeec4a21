import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;

const SETUP = '/c/hcl-appscan-dast/setup';
const button = (name: string | RegExp) => page.getByRole('button', { name });
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 15_000 });
const verdicts = () => page.locator('.check-word').allInnerTexts();

/** Fills in the first step for the simulated vendor. */
async function fillIn(name: string): Promise<void> {
  await button('Use the simulated vendor').click();
  await page.getByLabel(/^Name/).fill(name);
}

describe('the setup of a connection', () => {
  beforeAll(async () => {
    studio = await openDemo();
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = tab.page;
    await tab.goto(SETUP);
    await page.getByLabel(/^Name/).waitFor();
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('shows missing settings before it sends requests', async () => {
    await button('Test connection').click();
    await eventually(() => page.locator('.form-problem').allInnerTexts()).toEqual([
      'Key Id is required.',
      'Key Secret is required.',
    ]);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
    expect(await button(/^Next/).isDisabled()).toBe(true);
  });

  test('fails at the authentication check for wrong credentials, shows the fix, and skips later checks', async () => {
    await fillIn('Wrong key');
    await page.getByLabel(/^Key Secret/).fill('not-the-key');
    await button('Test connection').click();
    await eventually(verdicts).toEqual(['passed', 'not applicable', 'failed', 'not run', 'not run']);
    expect(await page.locator('.check-failed').innerText()).toMatch(/Fix:.*Key Secret.*AUTH_REJECTED/s);
    expect(await button(/^Next/).isDisabled()).toBe(true);
    expect(page.url()).not.toContain('not-the-key');
    await page.locator('.check-failed').getByRole('button', { name: 'Copy as curl' }).click();
    await eventually(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/curl[\s\S]*\$KEYSECRET/);
    expect(await page.evaluate('navigator.clipboard.readText()')).not.toContain('not-the-key');
  });

  test('blocks a duplicate name and an invalid cron expression in their steps, and proposes valid ones', async () => {
    await fillIn('AppScan (simulated)');
    await eventually(() => page.locator('.form-problem').allInnerTexts()).toEqual([
      'A connection named “AppScan (simulated)” already exists.',
    ]);
    expect(await accessibilityIssues(page)).toEqual([]);
    await button('Use AppScan (simulated) 2').click();
    await button('Test connection').click();
    await eventually(verdicts).toEqual(['passed', 'not applicable', 'passed', 'passed', 'passed']);
    await page.getByLabel(/^Name/).fill('AppScan (simulated)');
    await eventually(() => button(/^Next/).isDisabled()).toBe(true);
    await button('Use AppScan (simulated) 2').click();
    await button(/^Next/).click();
    await page.getByLabel(/^Cron/).check();
    await page.getByLabel(/^Cron expression/).fill('99 99 * * *');
    await eventually(() => page.locator('.form-problem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Invalid cron expression/),
    ]);
    expect(await button(/^Next/).isDisabled()).toBe(true);
    await button('Use 59 23 * * *').click();
    await eventually(() => button(/^Next/).isEnabled()).toBe(true);
    await eventually(() => page.locator('.form-problem').count()).toBe(0);
  });

  test('reports an unknown field and a syntax error of an OData filter while it is typed', async () => {
    await fillIn('Filtered');
    await button('Test connection').click();
    await eventually(() => button(/^Next/).isEnabled()).toBe(true);
    await button(/^Next/).click();
    await page.getByText('Filters, transform map').click();
    const filter = page.getByLabel(/^Filter: Applications/);
    await filter.pressSequentially("Nam eq 'shop'");
    await eventually(() => page.locator('.form-warning').allInnerTexts()).toEqual([
      expect.stringMatching(/Unknown field "Nam"\..*Did you mean "Name"\?/),
    ]);
    await filter.fill("Name eq 'shop");
    await eventually(() => page.locator('.form-problem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Unclosed quote at character 9\./),
    ]);
    await filter.fill("Name eq 'shop'");
    await eventually(() => page.locator('.form-warning, .form-problem').count()).toBe(0);
  });

  test('creates a scheduled connection in three steps after a failed check is fixed', async () => {
    await fillIn('Three steps');
    await page.getByLabel(/^Key Secret/).fill('not-the-key');
    await button('Test connection').click();
    await eventually(verdicts).toContain('failed');
    await button('Use the simulated vendor').click();
    await button('Test again').click();
    await eventually(verdicts).toEqual(['passed', 'not applicable', 'passed', 'passed', 'passed']);
    expect(await page.locator('.check-record').innerText()).toContain('"externalAssetId"');
    await button(/^Next/).click();
    await page.getByLabel(/^Interval/).check();
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await eventually(() => page.locator('.slots tbody tr').count()).toBe(5);
    await eventually(() => page.locator('.slots').innerText()).toMatch(/02:00 \+05:30\s+\S+ 20:30/);
    await button(/^Next/).click();
    await eventually(() => page.locator('.code-text').innerText()).toMatch(
      /mapwright connection create hcl-appscan-dast[\s\S]*--set-env key_secret=KEY_SECRET[\s\S]*--zone Asia\/Kolkata/,
    );
    await button('Create').click();
    await page.waitForURL(/\/connections\/[\w-]+$/);
    await eventually(() => page.locator('h1').innerText()).toMatch(/Three steps.*Scheduled.*active/s);
  });

  test('stores everything except secrets in the URL', async () => {
    await fillIn('Kept');
    await eventually(async () => decodeURIComponent(page.url())).toContain('"name":"Kept"');
    await page.reload();
    await eventually(() => page.getByLabel(/^Name/).inputValue()).toBe('Kept');
    expect(await page.getByLabel(/^Key Secret/).inputValue()).toBe('');
    expect(await page.getByLabel(/^Key Id/).inputValue()).not.toBe('');
  });

  test('requires another test after a setting changes', async () => {
    await fillIn('Stale');
    await button('Test connection').click();
    await eventually(() => button(/^Next/).isEnabled()).toBe(true);
    await page.getByLabel(/^Key Id/).fill('another');
    await eventually(() => button(/^Next/).isDisabled()).toBe(true);
    expect(await page.locator('.check-verdict').innerText()).toContain('Test again');
  });

  test('is usable with the keyboard only', async () => {
    await button('Use the simulated vendor').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('test connection');
    await page.keyboard.press('Enter');
    await eventually(() => button(/^Next/).isEnabled()).toBe(true);
    await button(/^Next/).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: /^Manual/ }).focus();
    await page.keyboard.press('ArrowDown');
    await eventually(() => page.getByLabel(/^Once/).isChecked()).toBe(true);
    expect(await page.getByLabel(/^Date and time/).count()).toBe(1);
  });

  test.each(['light', 'dark'] as const)('has no accessibility violations in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    // Reloads the page: colors in transition to the other theme have other contrasts.
    await tab.goto(SETUP);
    await page.getByLabel(/^Name/).waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
    await fillIn(`Checked ${colorScheme}`);
    await page.getByText('Advanced settings').click();
    await button('Test connection').click();
    await eventually(() => button(/^Next/).isEnabled()).toBe(true);
    expect(await accessibilityIssues(page)).toEqual([]);
    await button(/^Next/).click();
    await page.getByLabel(/^Cron/).check();
    await page.getByText('Filters, transform map').click();
    await eventually(() => page.locator('.slots tbody tr').count()).toBe(5);
    expect(await accessibilityIssues(page)).toEqual([]);
    await button(/^Next/).click();
    await page.locator('.code-text').waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});
