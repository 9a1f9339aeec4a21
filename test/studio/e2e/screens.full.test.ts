import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { type DemoStudio, openDemo } from './demo-studio.ts';
import { findDefects, findOverflow, listScreens } from './screens.ts';

/** Widths in CSS pixels. At 200% zoom, a window of 1440 × 900 has 720 × 450. */
const SIZES = [
  { name: '1440 px', width: 1440, height: 900 },
  { name: '1024 px', width: 1024, height: 768 },
  { name: '200% zoom', width: 720, height: 450 },
  { name: '390 px', width: 390, height: 844 },
] as const;

const NAMES = [
  'catalogue',
  'new connector',
  'guide',
  'setup',
  'mapping',
  'manifest',
  'connections',
  'connection',
  'settings',
  'filters',
  'maps',
  'schedule',
  'records',
  'edit',
  'runs',
  'run',
  'requests',
  'findings',
  'finding',
  'assets',
  'asset',
  'unknown',
];

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

let studio: DemoStudio;
let screens: Readonly<Record<string, string>>;

describe('every screen at every size', () => {
  beforeAll(async () => {
    studio = await openDemo();
    screens = await listScreens(studio.store);
  }, 180_000);
  afterAll(() => studio?.close());

  test('covers the screens of the demo', () => {
    expect(Object.keys(screens)).toEqual(NAMES);
  });

  test.each(NAMES)(
    '%s is complete and accessible, and nothing overflows',
    async (name) => {
      // Without transitions, which change colors while axe reads them.
      const tab = await studio.tab({ reducedMotion: 'reduce' });
      const { page } = tab;
      await tab.goto(screens[name] ?? '');
      await tab.settled();
      const found: string[] = await findDefects(tab);
      for (const { name: size, ...viewport } of SIZES) {
        await page.setViewportSize(viewport);
        await tab.settled();
        found.push(...(await findOverflow(page)).map((problem) => `${size}: ${problem}`));
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await accessibilityIssues(page)).map((issue) => `${size}, ${colorScheme}: ${issue}`));
        }
      }
      await page.context().close();
      expect(found).toEqual([]);
    },
    90_000,
  );

  test('a screenshot of a screen that still loads is refused', async () => {
    const tab = await studio.tab();
    const answer = Promise.withResolvers<void>();
    await tab.page.route(/\/api\/findings(?:\?|$)/, async (route) => {
      await answer.promise;
      await route.continue();
    });
    await tab.goto('/findings');
    await tab.page.locator('.loading').waitFor();
    expect(await findDefects(tab)).not.toEqual([]);
    answer.resolve();
    await tab.settled();
    expect(await findDefects(tab)).toEqual([]);
    await tab.page.context().close();
  });

  describe('on a phone', () => {
    const open = async (path: string) => {
      const tab = await studio.tab({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
      await tab.goto(path);
      await tab.settled();
      return tab;
    };

    test('the navigation is a menu, which closes after a choice', async () => {
      const { page, settled } = await open('/');
      const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Findings' });
      expect(await link.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Menu' }).tap();
      await link.tap();
      await settled();
      expect(new URL(page.url()).pathname).toBe('/findings');
      expect(await link.isVisible()).toBe(false);
      await page.context().close();
    });

    test('the facets are a drawer', async () => {
      const { page } = await open('/findings');
      const facet = page.getByRole('region', { name: 'Severity', exact: true }).getByRole('button', { name: /4 high/ });
      expect(await facet.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Filters' }).tap();
      expect(await accessibilityIssues(page)).toEqual([]);
      await facet.tap();
      await eventually(() => facet.getAttribute('aria-pressed')).toBe('true');
      await page.getByRole('button', { name: 'Show results' }).tap();
      expect(await facet.isVisible()).toBe(false);
      expect(new URL(page.url()).searchParams.get('q')).toContain('severity');
      await page.context().close();
    });

    test('the details of a finding take the screen, and closing them returns to the same row', async () => {
      const { page, settled } = await open('/findings');
      const row = page.locator('.row-name').nth(40);
      await row.scrollIntoViewIfNeeded();
      await row.tap();
      await page.locator('.records').waitFor();
      expect(await page.locator('.explorer-list').isVisible()).toBe(false);
      expect((await page.locator('.detail').boundingBox())?.width).toBeGreaterThan(350);
      expect(await findOverflow(page)).toEqual([]);
      await page.getByRole('button', { name: 'Close details' }).tap();
      await settled();
      await eventually(async () => (await row.boundingBox())?.y).toBeGreaterThan(0);
      expect((await row.boundingBox())?.y).toBeLessThan(844);
      await page.context().close();
    });
  });

  test('a connection shows duration, new, changed and rejected records of its last runs', async () => {
    const tab = await studio.tab();
    await tab.goto(screens['connection'] ?? '');
    await tab.settled();
    const history = tab.page.getByRole('region', { name: 'Last finished run' });
    await eventually(() => history.locator('dl').innerText()).toMatch(
      /Duration\s+[\d.]+ (?:m?s)\s+New\s+\d+\s+Changed\s+0\s+Rejected\s+\d+/,
    );
    await history.getByText('Show as table').click();
    await history.locator('tbody a').click();
    await eventually(async () => new URL(tab.page.url()).pathname).toMatch(/^\/runs\//);
    await tab.page.context().close();
  });

  test('a printed screen has no navigation and is not cut', async () => {
    const tab = await studio.tab();
    const { page } = tab;
    await tab.goto(screens['findings'] ?? '');
    await tab.settled();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const hidden of ['.bar', '.facets', '.explorer-head'])
      expect(await page.locator(hidden).isVisible()).toBe(false);
    const heights = await page.locator('.screen').evaluate((screen) => [screen.clientHeight, screen.scrollHeight]);
    expect(heights[0]).toBe(heights[1]);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.context().close();
  });

  test('the mapping screen loads at most 230 kB, which take 4.6 seconds at 400 kbit/s', async () => {
    const tab = await studio.tab();
    const debug = await tab.page.context().newCDPSession(tab.page);
    let bytes = 0;
    debug.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await debug.send('Network.enable');
    await tab.goto(screens['mapping'] ?? '');
    await tab.settled();
    expect(bytes).toBeLessThan(230_000);
    await tab.page.context().close();
  });

  test('the data of a map is loaded while its editor is', async () => {
    const tab = await studio.tab();
    const editor = Promise.withResolvers<void>();
    await tab.page.route('**/assets/view-*.js', async (route) => {
      await editor.promise;
      await route.continue();
    });
    const sample = tab.page.waitForResponse((response) => response.url().includes('/samples/'), { timeout: 20_000 });
    await tab.goto(screens['mapping'] ?? '');
    expect((await sample).status()).toBe(200);
    editor.resolve();
    await tab.settled();
    expect(await tab.page.locator('.targets [aria-current] .cell-item').count()).toBe(1);
    await tab.page.context().close();
  });

  test('names keep their width, and columns of low priority are dropped first', async () => {
    const tab = await studio.tab();
    const { page } = tab;
    await tab.goto('/findings');
    await tab.settled();
    const shown = async (width: number) => {
      await page.setViewportSize({ width, height: 900 });
      const names = page.locator('.explorer-list td.cell-wide').first();
      expect((await names.boundingBox())?.width).toBeGreaterThan(120);
      return page.locator('.explorer-list th').filter({ visible: true }).allInnerTexts();
    };
    expect(await page.getByRole('button', { name: 'Menu' }).isVisible()).toBe(false);
    const [wide, medium, small] = [await shown(1440), await shown(1024), await shown(390)];
    expect(wide).toContain('First found');
    expect(medium).not.toContain('First found');
    expect(medium).toContain('Asset');
    expect(small).toEqual(['Severity', 'Name', 'Status']);
    await page.context().close();
  });
});
