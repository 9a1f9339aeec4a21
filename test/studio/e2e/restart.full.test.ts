import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSessions } from '../../../studio/server/app.ts';
import { accessibilityIssues } from './axe.ts';
import { DEMO, MAP } from './demo-manifest.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

const KEY = randomBytes(32);

let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const sessionsOf = (key: Uint8Array) => createSessions(Date.now, () => undefined, key);
const banner = () => page.locator('.link-banner');
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 30_000 });

describe('a restart of the studio', () => {
  beforeEach(async () => {
    studio = await openStudio({ manifests: [DEMO], demo: true, start: MAP, sessions: sessionsOf(KEY) });
    tab = await studio.tab();
    page = tab.page;
  }, 60_000);
  afterEach(async () => {
    const unexpected = /^(?!.*(?:ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|401))/;
    expect(tab.complaints.filter((text) => unexpected.test(text))).toEqual([]);
    await studio.close();
  });

  test('is survived: a banner is shown while the server is away, and the page reconnects by itself', async () => {
    await tab.goto('/connections');
    await page.getByText('No connections yet').waitFor();
    expect(await banner().count()).toBe(0);
    const start = await studio.stop();
    await eventually(() => banner().innerText()).toMatch(/The studio is not responding.*Reconnecting/);
    expect(await accessibilityIssues(page)).toEqual([]);
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByText('STUDIO_UNREACHABLE').waitFor();
    await start({ sessions: sessionsOf(KEY) });
    await eventually(() => banner().count()).toBe(0);
    await page.getByText('No runs yet').waitFor();
  });

  test('keeps the edited expression, and maps it once the server is back', async () => {
    await tab.goto(`${MAP}&target=name`);
    await page.locator('.targets tbody tr').first().waitFor();
    const start = await studio.stop();
    await banner().waitFor();
    await page.locator('[aria-label="Expression"].cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('$uppercase(IssueType)');
    await start({ sessions: sessionsOf(KEY) });
    const row = page.locator('.targets tbody tr', { has: page.locator('button[title="name"]') });
    await eventually(() => row.innerText()).toContain('"SQL INJECTION"');
    expect(await banner().count()).toBe(0);
  });

  test('with another key asks for a login, which continues on the same page', async () => {
    await tab.goto('/connections');
    await page.getByText('No connections yet').waitFor();
    const start = await studio.stop();
    await banner().waitFor();
    const sessions = sessionsOf(randomBytes(32));
    await start({ sessions });
    await eventually(() => banner().innerText()).toMatch(/Your session has ended/);
    await banner().getByRole('link', { name: 'log in' }).click();
    await page.getByRole('textbox').fill(sessions.code);
    await page.keyboard.press('Enter');
    await page.getByText('No connections yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/connections');
  });
});
