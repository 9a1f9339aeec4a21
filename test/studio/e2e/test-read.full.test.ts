import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { ROOT } from '../server/test-studio.ts';
import { accessibilityIssues } from './axe.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import { readKept } from './kept.ts';
import { openStudio, type Tab } from './open-studio.ts';

const READ = '/c/hcl-appscan-dast/map/finding?sample=demo&source=read';
const WIDTHS = [1440, 1024, 390] as const;

let studio: DemoStudio;
let tab: Tab;
let page: Page;

const panel = () => page.locator('.test-read');
const outcome = () => panel().locator('.read-outcome');
const pages = () => panel().locator('.read-page');
const logins = () => panel().locator('.exchange', { has: page.locator('.chip', { hasText: /^login$/ }) });
const button = (name: string | RegExp) => panel().getByRole('button', { name });
// biome-ignore lint/performance/useDomNodeTextContent: the tests compare visible text only
const textOf = (locator: Locator) => locator.innerText();
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 30_000 });

async function open(): Promise<void> {
  await tab.goto(READ);
  await button('Read').waitFor({ timeout: 30_000 });
  await tab.settled();
}

/** Reads to the end. */
async function read(): Promise<void> {
  await button('Read').click();
  await outcome().waitFor();
  await tab.settled();
  await button('Read').waitFor();
}

/** Types into the manifest, in place of one of its texts. */
async function replaceInManifest(from: string, to: string): Promise<void> {
  const key = 'mapwright-draft:hcl-appscan-dast';
  const { manifest } = (await (await page.request.get('/api/connectors/hcl-appscan-dast')).json()) as {
    manifest: string;
  };
  expect(manifest).toContain(from);
  await page.evaluate(
    ([name, text]) => sessionStorage.setItem(name ?? '', text ?? ''),
    [key, manifest.replace(from, to)],
  );
  await open();
}

beforeAll(async () => {
  studio = await openDemo(60);
}, 180_000);
afterAll(() => studio?.close());

describe('the test read of a draft', () => {
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
    await open();
  });
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    await page.context().close();
  });

  test('shows requests, items, records and the next position with a saved connection', async () => {
    await read();
    expect(await textOf(outcome())).toMatch(
      /stopped by limit[\s\S]*\d+ requests?, \d+ pages?, \d+ items?, \d+ records?/,
    );
    const first = pages().filter({ hasText: 'issues · partition' }).first();
    await first.locator('.exchange summary').last().click();
    expect(await textOf(first.getByRole('region', { name: 'Request headers' }).last())).toContain(
      'authorization: Bearer *',
    );
    expect(await textOf(first.getByRole('region', { name: 'Response body' }).last())).toContain('"Items"');
    await first.locator('summary', { hasText: 'Records' }).click();
    expect(await textOf(first.getByRole('region', { name: 'Records' }))).toContain('externalFindingId');
    expect(await logins().count()).toBe(1);
  });

  test('makes a page the sample', async () => {
    await read();
    await pages()
      .filter({ hasText: 'issues · partition' })
      .first()
      .getByRole('button', { name: 'Use as sample' })
      .click();
    await page.locator('[aria-label="Sample payload"].cm-content').waitFor();
    await tab.settled();
    expect(new URL(page.url()).searchParams.get('sample')).toBe('own');
    await eventually(() => textOf(page.locator('.panel-targets .panel-foot'))).toMatch(/[1-9]\d* records?/);
    await page.getByRole('tab', { name: 'Test read' }).click();
    expect(await pages().count()).toBeGreaterThan(0);
  });

  test('copies a request as a curl command without its secrets', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await read();
    const exchange = logins();
    await exchange.locator('summary').click();
    await exchange.getByRole('button', { name: 'Copy as curl' }).click();
    await page.locator('.toast').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^curl [\s\S]*ApiKeyLogin[\s\S]*"KeySecret":"'"\$KEYSECRET"'"/);
  });

  test('reads with typed settings, which are neither stored nor in a URL', async () => {
    await panel().getByLabel('Settings from').selectOption({ label: 'Typed settings' });
    await button('Use the simulated vendor').click();
    const secret = await panel().locator('input[type=password]').inputValue();
    expect(secret.length).toBeGreaterThan(7);
    await panel().getByLabel('Stream').selectOption('applications');
    await read();
    expect(await textOf(outcome())).toMatch(/[1-9]\d* records?/);
    const kept = await readKept(page);
    expect(kept).not.toContain(secret);
    expect(await textOf(panel())).not.toContain(secret);
    await tab.goto(READ);
    await panel().getByLabel('Settings from').selectOption({ label: 'Typed settings' });
    expect(await panel().locator('input[type=password]').inputValue()).toBe('');
  });

  test('explains a read without items, and changes the list', async () => {
    await replaceInManifest('"records": "Items",', '"records": "Things",');
    await read();
    const notice = outcome().locator('.notice');
    expect(await textOf(notice)).toMatch(/No items\. Things not found; Items has \d+ items?\./);
    expect(await textOf(outcome().locator('.error-panel'))).toContain('RECORDS_MISSING');
    expect(await outcome().locator('.exchange[open]').count()).toBe(1);
    await notice.getByRole('button', { name: 'Use Items' }).click();
    await read();
    expect(await outcome().locator('.notice, .error-panel').count()).toBe(0);
  });

  test('refuses to send the secrets of a connection to another host', async () => {
    await replaceInManifest('"baseUrl": "{{settings.domain_url}}"', '"baseUrl": "https://127.0.0.1:9"');
    const draft = await page.evaluate(() => sessionStorage.getItem('mapwright-draft:hcl-appscan-dast') ?? '');
    const text = draft.replace('["{{settings.domain_url}}"]', '["https://127.0.0.1:9"]');
    await page.evaluate((kept) => sessionStorage.setItem('mapwright-draft:hcl-appscan-dast', kept), text);
    await open();
    await read();
    expect(await textOf(outcome().locator('.error-panel'))).toContain('READ_HOST_REFUSED');
  });
});

test('a read shows its wait for a retry with a countdown, and can be stopped', async () => {
  const file = join(ROOT, 'manifests/hcl-appscan-dast/manifest.json');
  const own = await openStudio({ manifests: [{ file, origin: 'catalogue' }], allowPrivate: true });
  onTestFinished(own.close);
  const vendor = await startSmallVendor(() => ({ status: 503, headers: { 'retry-after': '25' } }));
  tab = await own.tab();
  page = tab.page;
  await open();
  for (const [label, value] of [
    ['Domain URL', vendor.origin],
    ['Key Id', 'an-id'],
    ['Key Secret', 'a-secret-0123456789'],
  ] as const)
    await panel().getByLabel(label).fill(value);
  await button('Read').click();
  await eventually(() => textOf(outcome())).toMatch(/login: [\s\S]*503[\s\S]*retry 1 of \d+ in \d+ s/);
  await button('Stop').click();
  await button('Read').waitFor();
  expect(await textOf(outcome())).toMatch(/^stopped\s+1 request,/);
  expect(vendor.asked).toHaveLength(1);
  expect(tab.complaints).toEqual([]);
}, 180_000);

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(WIDTHS)('the panel is accessible and fits at %d px', async (width) => {
    tab = await studio.tab({ colorScheme, viewport: { width, height: 900 } });
    page = tab.page;
    await open();
    expect(await accessibilityIssues(page)).toEqual([]);
    await read();
    await panel().locator('.exchange summary').last().click();
    expect(await accessibilityIssues(page)).toEqual([]);
    const overflow = await panel().evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBe(0);
    await page.context().close();
  });
});
