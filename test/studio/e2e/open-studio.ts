import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core';
import { build } from 'vite';
import { locateChromium } from '../../setup/chromium.ts';
import { ROOT, type StartedStudio, type StartOptions, startStudio } from '../server/test-studio.ts';

/** A studio with its page, built from the sources as they are, and a browser in front of it. */
export interface OpenedStudio {
  readonly origin: string;
  /** A new tab, with a profile of its own. What its console complains of comes into `complaints`. */
  tab(options?: BrowserContextOptions): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  readonly page: Page;
  readonly complaints: readonly string[];
  goto(path: string): Promise<void>;
}

async function buildPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'studio-page-'));
  const configFile = join(ROOT, 'studio/web/vite.config.ts');
  // As it is shipped: the tests' own NODE_ENV would bring code that only developers get.
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
      complaints.push(`asked ${request.url()}`);
  });
  return {
    page,
    complaints,
    goto: async (path) => {
      await page.goto(path);
    },
  };
}

/** Builds the page, starts a studio with it and a browser. */
export async function openStudio(options: StartOptions = {}): Promise<OpenedStudio> {
  const web = await buildPage();
  const studio = await startStudio({ web, ...options });
  const browser = await engine.launch({ executablePath: locateChromium(), args: ['--no-sandbox'] });
  return {
    origin: studio.origin,
    tab: (tabOptions = {}) => newTab(browser, studio, tabOptions),
    close: async () => {
      await browser.close();
      await studio.close();
      await rm(web, { recursive: true, force: true });
    },
  };
}
