import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import type { Tab } from './open-studio.ts';

let studio: DemoStudio;
let tab: Tab;
let page: Page;
let connection: string;

const NAME = 'AppScan (simulated)';
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 30_000 });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const head = () => page.locator('.screen-head').innerText();
const toasts = () => page.locator('.toast').allInnerTexts();
const selected = () => page.locator('.targets [aria-current] .target').getAttribute('title');
const sampleTitle = () => page.getByLabel('Sample', { exact: true }).locator('option:checked').innerText();

async function writeExpression(expression: string): Promise<void> {
  await page.locator('[aria-label="Expression"].cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(expression);
  await page.keyboard.press('Escape');
}

/** Waits for the connection's runs to end; returns the last one. */
async function lastRun(): Promise<string> {
  const read = () =>
    studio.store.db
      .selectFrom('run')
      .select(['id', 'finished_at'])
      .where('connection_id', '=', connection)
      .orderBy('created_at', 'desc')
      .executeTakeFirst();
  await eventually(async () => (await read())?.finished_at ?? null).not.toBeNull();
  return (await read())?.id ?? '';
}

const openMaps = async () => {
  await tab.goto(`/connections/${connection}?tab=maps`);
  await tab.settled();
  return page.getByRole('region', { name: 'Maps for finding' });
};

const openEditor = async (query = '') => {
  await tab.goto(`/c/hcl-appscan-dast/map/finding?connection=${connection}${query}`);
  await page.locator('.targets tbody tr').first().waitFor();
  await tab.settled();
};

/** Clones the default map of findings on the page of the connection. */
async function clone(name: string): Promise<void> {
  const maps = await openMaps();
  await maps.getByRole('listitem').first().getByRole('button', { name: 'Clone' }).click();
  await dialog().getByLabel(/^Name/).fill(name);
  await dialog().getByRole('button', { name: 'Clone' }).click();
  await page.locator('.targets tbody tr').first().waitFor();
}

describe('the editor of maps', () => {
  beforeAll(async () => {
    studio = await openDemo();
    const { db } = studio.store;
    const row = db.selectFrom('connection').select('id').where('name', '=', NAME);
    connection = (await row.executeTakeFirstOrThrow()).id;
    tab = await studio.tab();
    page = tab.page;
  }, 120_000);
  afterAll(() => studio?.close());

  test('a clone opens with the last run of the connection as the sample, and shows its origin', async () => {
    await lastRun();
    await clone('Loud');
    expect(new URL(page.url()).pathname).toBe('/c/hcl-appscan-dast/map/finding');
    const run = await lastRun();
    await eventually(sampleTitle).toMatch(/^Last run of AppScan \(simulated\), \d{4}-.*: issues, \d+ items$/);
    await eventually(() => page.locator('.panel-source .panel-foot').innerText()).toContain('secrets redacted');
    expect(await page.locator('.panel-foot a').getAttribute('href')).toBe(`/runs/${run}`);
    await eventually(head).toMatch(/in \d+ (items|records)/);
    expect(await head()).toContain('my map');
  });

  test('its output is compared with the default, and it is saved and used in the connection', async () => {
    await page.locator('.targets .target', { hasText: /^name/ }).first().click();
    await writeExpression('$uppercase(IssueType)');
    await page.getByRole('tab', { name: /^Changes/ }).click();
    await eventually(() => page.locator('.changes').innerText()).toMatch(/name\s+\d+ of \d+/);
    await eventually(head).toContain('unsaved changes');
    await button('Save').click();
    await eventually(toasts).toContainEqual(expect.stringContaining('Saved Loud.'));
    await eventually(head).not.toContain('unsaved changes');
    await eventually(() => page.locator('.changes').innerText()).toMatch(/name\s+\d+ of \d+/);
    await button('Use in connection…').click();
    await dialog()
      .getByRole('button', { name: `Use in ${NAME}` })
      .click();
    await eventually(() => dialog().innerText()).toMatch(/uses Loud/);
    await dialog().getByRole('button', { name: 'Done' }).click();
    const maps = await openMaps();
    await eventually(() => maps.innerText()).toMatch(/Loud\s+✓ in use/);
  });

  test('completion and errors work as for the default map', async () => {
    const maps = await openMaps();
    await maps.getByRole('listitem').filter({ hasText: 'Loud' }).getByRole('link', { name: 'Edit' }).click();
    await page.locator('.targets tbody tr').first().waitFor();
    await page.locator('.targets .target', { hasText: /^name/ }).first().click();
    await writeExpression('IssueType &');
    await eventually(() => page.locator('.targets [aria-current]').innerText()).toContain('error');
    await page.locator('[aria-label="Expression"].cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Iss');
    await eventually(() => page.locator('.cm-tooltip-autocomplete').innerText()).toContain('IssueType');
    await page.keyboard.press('Escape');
    await button('Reset').click();
  });

  test('leaving with unsaved changes asks', async () => {
    const maps = await openMaps();
    await maps.getByRole('listitem').first().getByRole('link', { name: 'View' }).click();
    await page.locator('.targets tbody tr').first().waitFor();
    await page.locator('.targets .target', { hasText: /^name/ }).first().click();
    await writeExpression('$lowercase(IssueType)');
    const leave = () => page.getByRole('link', { name: 'Runs', exact: true }).click();
    await leave();
    await eventually(() => dialog().innerText()).toContain('Leave without saving?');
    await dialog().getByRole('button', { name: 'Stay' }).click();
    expect(new URL(page.url()).pathname).toContain('/map/finding');
    await leave();
    await dialog().getByRole('button', { name: 'Leave and keep the draft' }).click();
    await page.waitForURL(/\/runs$/);
    await page.goBack();
    await eventually(head).toContain('edited copy');
    await page.goBack();
    await eventually(() => dialog().innerText()).toContain('Leave without saving?');
    await dialog().getByRole('button', { name: 'Discard changes' }).click();
    await eventually(async () => new URL(page.url()).pathname).toBe(`/connections/${connection}`);
    await openEditor();
    await eventually(head).toContain('default map');
  });

  test('the default is saved as my map, with a mapped enum value, and used at once', async () => {
    await openEditor('&target=findingStatus');
    // The default map does not know the status New.
    await page.getByLabel('Target value for New').selectOption('IGNORED');
    await eventually(head).toContain('edited copy');
    await button('Save as my map').click();
    await dialog().getByLabel(/^Name/).fill('New is ignored');
    expect(await dialog().getByLabel(`Use it in ${NAME}`).isChecked()).toBe(true);
    await dialog().getByRole('button', { name: 'Save as my map' }).click();
    await eventually(toasts).toContainEqual(expect.stringContaining('uses New is ignored for finding'));
    await eventually(head).toContain('my map');
    const row = studio.store.db.selectFrom('transform_map').select('spec').where('name', '=', 'New is ignored');
    const { spec } = await row.executeTakeFirstOrThrow();
    expect(JSON.parse(spec).enums.status.values).toMatchObject({ New: 'IGNORED' });
    await openEditor();
    await eventually(head).toContain('default map');
  });

  test('rejects are grouped by cause and open the map that rejected them; a fixed map remaps them', async () => {
    await clone('Nameless');
    await page.locator('.targets .target', { hasText: /^name/ }).first().click();
    await writeExpression('NoSuchField');
    await button('Save').click();
    await eventually(toasts).toContainEqual(expect.stringContaining('Saved Nameless.'));
    await button('Use in connection…').click();
    await dialog()
      .getByRole('button', { name: `Use in ${NAME}` })
      .click();
    await eventually(() => dialog().innerText()).toMatch(/uses Nameless/);
    const before = await lastRun();
    await tab.goto(`/connections/${connection}`);
    await button('Run now').click();
    await eventually(lastRun).not.toBe(before);
    const run = await lastRun();
    await tab.goto(`/runs/${run}?tab=rejects`);
    await eventually(() => page.locator('.reject').count()).toBe(1);
    expect(await page.locator('.reject').innerText()).toMatch(/\d+ × The required field "name" has no value/);
    await page.getByRole('link', { name: /Open in mapping/ }).click();
    await eventually(selected).toBe('name');
    await eventually(sampleTitle).toContain('Rejected by run');
    expect(await head()).toContain('Nameless');
    await writeExpression('IssueType');
    expect(await button('Remap rejects').isDisabled()).toBe(true);
    await button('Save').click();
    await eventually(() => button('Remap rejects').isEnabled()).toBe(true);
    await button('Remap rejects').click();
    await eventually(toasts).toContainEqual(expect.stringMatching(/^Remapped [1-9]\d* rejects?; 0 rejects remaining/));
  }, 180_000);

  test('the setup of a connection contains the editor, and keeps what was entered', async () => {
    await tab.goto('/c/hcl-appscan-dast/setup');
    await button(/Use the simulated vendor/).click();
    await page.getByLabel(/^Name/).fill('Third');
    await button('Test connection').click();
    await button(/^Next/).click();
    await page.locator('summary', { hasText: 'transform maps' }).click();
    await button('Edit map for finding').click();
    await page.locator('.targets tbody tr').first().waitFor();
    await page.locator('.targets .target', { hasText: /^name/ }).first().click();
    await writeExpression('$trim(IssueType)');
    await button('Save as my map').click();
    await dialog().getByLabel(/^Name/).fill('Trimmed');
    await dialog().getByRole('button', { name: 'Save as my map' }).click();
    await eventually(head).toContain('✓ Used in this connection');
    await button('Back to the setup').click();
    await eventually(() => page.getByLabel('Map for finding').locator('option:checked').innerText()).toBe('Trimmed');
    // The secret is not in the URL: it was kept because the setup stayed open.
    await page
      .getByRole('button', { name: /Review/ })
      .first()
      .click();
    await eventually(() => page.locator('main').innerText()).toMatch(/Key Secret\s+entered/);
  });

  const SIZES = [1440, 1024, 390].flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme })));
  test.each(SIZES)('has no accessibility violations at $width px in the $theme theme', async ({ width, theme }) => {
    const { page: small, settled, goto } = await studio.tab({ viewport: { width, height: 900 }, colorScheme: theme });
    const run = await lastRun();
    const maps = await studio.store.db.selectFrom('transform_map').select('id').execute();
    for (const path of [
      `/c/hcl-appscan-dast/map/finding?custom=${maps[0]?.id}&connection=${connection}`,
      `/connections/${connection}?tab=maps`,
      `/runs/${run}?tab=rejects`,
    ]) {
      await goto(path);
      await settled();
      await small.locator('h1').first().waitFor();
      expect({ path, found: await accessibilityIssues(small) }).toEqual({ path, found: [] });
    }
    await small.context().close();
  });
});
