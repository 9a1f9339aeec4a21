import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { accessibilityIssues } from './axe.ts';
import { openStudio } from './open-studio.ts';

/** Manifest with a list, a list of groups, and a choice with secrets. */
function createManifest(): Manifest {
  const base = createSmallManifest(
    {
      things: {
        request: { path: '/things/{{region}}' },
        records: 'items',
        key: ['id'],
        partitions: [{ setting: 'regions', as: 'region' }],
        paginator: { type: 'none' },
      },
    },
    { findings: 'things' },
  );
  return {
    ...base,
    settings: {
      type: 'object',
      required: ['url', 'login'],
      properties: {
        url: { type: 'string', format: 'uri', title: 'URL' },
        regions: { type: 'array', title: 'Regions', items: { type: 'string' } },
        accounts: {
          type: 'array',
          title: 'Accounts',
          description: 'Accounts to read.',
          items: {
            type: 'object',
            required: ['account'],
            properties: {
              account: { type: 'string', title: 'Account' },
              active: { type: 'boolean', title: 'Active only' },
            },
          },
        },
        login: {
          type: 'object',
          title: 'Login',
          oneOf: [
            {
              title: 'API token',
              required: ['token'],
              properties: {
                method: { type: 'string', const: 'token' },
                token: { type: 'string', title: 'Token', writeOnly: true },
              },
            },
            {
              title: 'User and password',
              required: ['user', 'password'],
              properties: {
                method: { type: 'string', const: 'basic' },
                user: { type: 'string', title: 'User' },
                password: { type: 'string', title: 'Password', writeOnly: true },
              },
            },
          ],
        },
      },
    },
    auth: {
      type: 'anyOf',
      choices: [
        { when: 'given.login.token', auth: { type: 'bearer', token: '{{settings.login.token}}' } },
        { auth: { type: 'basic', username: '{{settings.login.user}}', password: '{{settings.login.password}}' } },
      ],
    },
  };
}

test('the setup shows lists, lists of groups and the settings of the selected choice', async () => {
  const signed = new Set<string | undefined>();
  const vendor = await startSmallVendor((target, { headers }) => {
    signed.add(headers.authorization);
    return { json: { items: [{ id: target }] } };
  });
  const folder = join(await mkdtemp(join(tmpdir(), 'groups-')), 'small');
  await mkdir(folder);
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(createManifest()));
  const studio = await openStudio({ manifests: [{ file, origin: 'catalogue' }], allowPrivate: true });
  try {
    const { page, complaints, goto } = await studio.tab();
    await goto('/c/small/setup');
    await page.getByLabel('Token').waitFor();
    expect(await page.getByLabel('User', { exact: true }).count()).toBe(0);
    await page.getByLabel(/^URL/).fill(vendor.origin);
    await page.getByLabel('Login').selectOption('basic');
    await page.getByLabel(/^User/).fill('ann');
    await page.getByLabel(/^Password/).fill('the-long-password');
    expect(await page.getByLabel(/^Token/).count()).toBe(0);
    await page.getByLabel('Regions').fill('eu\nus\n');
    await page.getByRole('button', { name: 'Add to Accounts' }).click();
    await page.getByLabel(/^Account/).fill('one');
    await page.getByRole('button', { name: 'Add to Accounts' }).click();
    await page
      .getByLabel(/^Account/)
      .nth(1)
      .fill('two');
    await page.getByRole('button', { name: 'Remove Accounts 1' }).click();
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(
        await page.evaluate(
          '[...document.querySelectorAll(".panel")].every((one) => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().right <= window.innerWidth)',
        ),
      ).toBe(true);
      expect(await accessibilityIssues(page)).toEqual([]);
      const folderOfScreenshots = process.env['MAPWRIGHT_SCREENSHOTS'];
      if (folderOfScreenshots)
        await page.screenshot({ path: join(folderOfScreenshots, `groups-${width}.png`), fullPage: true });
    }
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Next/ }).isEnabled(), { timeout: 15_000 }).toBe(true);
    expect([...signed]).toEqual([`Basic ${Buffer.from('ann:the-long-password').toString('base64')}`]);
    expect(vendor.asked).toContain('/things/eu');
    await page.getByRole('button', { name: /^Next/ }).click();
    await page.getByRole('button', { name: /^Next/ }).click();
    const command = await page.locator('.code-text').innerText();
    expect(command).toContain('--set settings.regions=eu,us');
    expect(command).toContain('--set settings.login.method=basic');
    expect(command).toContain('--set-env login.password=LOGIN_PASSWORD');
    expect(decodeURIComponent(page.url())).not.toContain('the-long-password');
    // The platform of the test does not know the connector, so that its maps are not found.
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
  } finally {
    await studio.close();
  }
}, 120_000);
