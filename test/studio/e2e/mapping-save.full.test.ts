import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../server/test-studio.ts';
import { type OpenedStudio, openStudio } from './open-studio.ts';

let studio: OpenedStudio;
let folder: string;
let page: Page;

const manifest = () => readFile(join(folder, 'manifest.json'), 'utf8');
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });
const toasts = () => page.locator('.toast').allInnerTexts();

/** Types an expression for `name`. */
async function writeName(expression: string): Promise<void> {
  await page.locator('[aria-label="Expression"].cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(expression);
}

describe('a custom map in a studio with --write', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studio-own-'));
    await cp(join(ROOT, 'manifests/hcl-appscan-dast'), folder, { recursive: true });
    const file = join(folder, 'manifest.json');
    studio = await openStudio({ manifests: [{ file, origin: 'own' }], write: true });
    page = (await studio.tab()).page;
    await page.goto('/c/hcl-appscan-dast/map/finding?target=name');
    await page.locator('.targets tbody tr').first().waitFor();
  });
  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('saves the expression without changing anything else in the file', async () => {
    const before = await manifest();
    await writeName('$trim(IssueType)');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(manifest).toBe(before.replace('"name": "IssueType"', '"name": "$trim(IssueType)"'));
    await eventually(() => page.locator('.screen-head').allInnerTexts()).toEqual([
      expect.stringContaining('default map'),
    ]);
  });

  test('saves the sample and its records as a test', async () => {
    await page.getByRole('button', { name: 'Save as test' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('from-the-studio');
    await page.getByRole('dialog').getByRole('button', { name: 'Save as test' }).click();
    await eventually(toasts).toContainEqual(expect.stringContaining('from-the-studio'));
    expect(await readdir(join(folder, 'expected'))).toContain('from-the-studio.json');
    expect(await readdir(join(folder, 'recordings'))).toContain('from-the-studio.json');
  });

  test('does not overwrite a concurrent change of the file', async () => {
    const theirs = (await manifest()).replace('"version": "1.0.0"', '"version": "1.0.1"');
    await writeFile(join(folder, 'manifest.json'), theirs);
    await writeName('$uppercase(IssueType)');
    await page.keyboard.press('ControlOrMeta+s');
    await eventually(toasts).toContainEqual(expect.stringMatching(/changed/i));
    expect(await manifest()).toBe(theirs);
  });
});
