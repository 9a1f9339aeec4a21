import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSessions, SESSION_HOURS } from '../../../studio/server/app.ts';
import { accessibilityIssues } from './axe.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';

const HOUR_MS = 3_600_000;

let now = Date.UTC(2026, 0, 1);
const sessions = createSessions(
  () => now,
  () => undefined,
);
let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 15_000 });
const field = () => page.getByLabel('Login link or code');
const loginLink = () => `${studio.origin}/login?code=${sessions.code}`;
const isInStudio = () => page.getByRole('navigation', { name: 'Main' }).waitFor();

async function logIn(text: string): Promise<void> {
  await field().fill(text);
  await page.getByRole('button', { name: 'Log in' }).click();
}

describe('the login', () => {
  beforeAll(async () => {
    studio = await openStudio({ sessions });
  }, 60_000);
  afterAll(() => studio?.close());
  beforeEach(async () => {
    tab = await studio.tab();
    page = tab.page;
    await page.context().clearCookies();
  });
  afterEach(async () => {
    // Chromium reports each 401 on its console.
    expect(tab.complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await page.context().close();
  });

  test('a printed link opens the studio, once', async () => {
    const link = loginLink();
    await page.goto(link);
    await isInStudio();
    expect(page.url()).toBe(`${studio.origin}/`);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.context().clearCookies();
    await page.goto(link);
    await field().waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('already used');
  });

  test('the form refuses a wrong code, accepts a link, and continues at the requested page', async () => {
    await page.goto('/connections?a=1');
    await logIn('not-the-code');
    await eventually(() => page.getByRole('alert').innerText()).toContain('invalid');
    await logIn(loginLink());
    await isInStudio();
    expect(page.url()).toBe(`${studio.origin}/connections?a=1`);
  });

  test('an expired session is reported with its fix, and reloading shows the form', async () => {
    await page.goto(loginLink());
    await isInStudio();
    now += SESSION_HOURS * HOUR_MS;
    await page.getByRole('link', { name: 'Connections' }).click();
    const error = page.getByRole('main').getByRole('alert');
    await eventually(() => error.innerText()).toMatch(/login link in the terminal[\s\S]*STUDIO_LOGIN_REQUIRED/);
    await page.reload();
    await logIn(sessions.code);
    await isInStudio();
    expect(page.url()).toBe(`${studio.origin}/connections`);
  });

  test.each(['light', 'dark'] as const)('the form has no accessibility issues in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/login?code=used');
    await field().waitFor();
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});
