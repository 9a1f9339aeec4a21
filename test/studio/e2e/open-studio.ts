import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core';
import { build } from 'vite';
import { locateChromium } from '../../setup/chromium.ts';
import { ROOT, type StartedStudio, type StartOptions, startStudio } from '../server/test-studio.ts';

/** Studio with its page, built from the current sources, and a browser. */
export interface OpenedStudio {
  readonly origin: string;
  /** Opens a tab with its own browser profile. */
  tab(options?: BrowserContextOptions): Promise<Tab>;
  /** Stops the server. Returns the function that starts another one on the same port, as after a restart. */
  stop(): Promise<(changed: StartOptions) => Promise<void>>;
  close(): Promise<void>;
}

export interface Tab {
  readonly page: Page;
  /** Errors of the page and its console, and requests to other origins. */
  readonly complaints: readonly string[];
  goto(path: string): Promise<void>;
  /** Resolves when the page reports that nothing is pending; rejects after 30 seconds. */
  settled(): Promise<void>;
}

async function buildPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'studio-page-'));
  const configFile = join(ROOT, 'studio/web/vite.config.ts');
  // Builds for production as in a release: with the NODE_ENV of the tests, Preact would include development code.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env['NODE_ENV'] = before;
  }
  return outDir;
}

async function newTab(
  browser: Browser,
  { origin, cookie }: Pick<StartedStudio, 'origin' | 'cookie'>,
  options: BrowserContextOptions,
): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: origin, ...options });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      complaints.push(`request to ${request.url()}`);
  });
  const settled = async () => {
    await page.locator('html:not([data-pending])').waitFor({ state: 'attached', timeout: 30_000 });
  };
  return {
    page,
    complaints,
    goto: async (path) => {
      await page.goto(path);
    },
    settled,
  };
}

/** Builds the page, and starts a studio and a browser. */
export async function openStudio(options: StartOptions = {}): Promise<OpenedStudio> {
  const web = await buildPage();
  let studio = await startStudio({ web, ...options });
  const browser = await engine.launch({ executablePath: locateChromium(), args: ['--no-sandbox'] });
  return {
    origin: studio.origin,
    tab: (tabOptions = {}) => newTab(browser, studio, tabOptions),
    stop: async () => {
      const { port } = studio;
      await studio.close();
      return async (changed) => {
        studio = await startStudio({ web, ...options, ...changed, port });
      };
    },
    close: async () => {
      await browser.close();
      await studio.close();
      await rm(web, { recursive: true, force: true });
    },
  };
}
