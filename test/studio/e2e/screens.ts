import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Store } from '../../../engine/inventory/store/index.ts';
import type { Tab } from './open-studio.ts';

const RUN_TIMEOUT_MS = 120_000;

/** Waits for the run of the demo. Rejects when it fails or takes too long. */
export async function finishedRun({ db }: Store) {
  for (const deadline = Date.now() + RUN_TIMEOUT_MS; Date.now() < deadline; await sleep(200)) {
    const run = await db.selectFrom('run').select(['id', 'connection_id', 'state']).executeTakeFirst();
    if (run?.state === 'PROCESSED') return run;
    if (run?.state === 'ERRORED') break;
  }
  throw new Error('The run of the demo did not finish.');
}

const MAPPING = '/c/hcl-appscan-dast/map/finding?sample=demo';

/** Returns the path of every screen of the demo by its name, once its run has finished. */
export async function listScreens(store: Store): Promise<Readonly<Record<string, string>>> {
  const run = await finishedRun(store);
  const finding = await store.db.selectFrom('finding').select('id').where('severity', '=', 5).executeTakeFirstOrThrow();
  const asset = await store.db.selectFrom('asset').select('id').executeTakeFirstOrThrow();
  const connection = `/connections/${run.connection_id}`;
  return {
    catalogue: '/',
    'new connector': '/new',
    guide: '/c/hcl-appscan-dast',
    setup: '/c/hcl-appscan-dast/setup',
    mapping: `${MAPPING}&target=findingStatus&item=1`,
    manifest: `${MAPPING}&source=manifest&view=changes`,
    connections: '/connections',
    connection,
    settings: `${connection}?tab=settings`,
    filters: `${connection}?tab=filters`,
    maps: `${connection}?tab=maps`,
    schedule: `${connection}?tab=schedule`,
    records: `${connection}?tab=records`,
    edit: `${connection}/edit`,
    runs: '/runs',
    run: `/runs/${run.id}`,
    requests: `/runs/${run.id}?tab=requests`,
    findings: '/findings?q=severity%20%3E%3D%204',
    finding: `/findings?q=severity%3A5&item=${finding.id}`,
    assets: '/assets',
    asset: `/assets?item=${asset.id}`,
    unknown: '/no/such/screen',
  };
}

/** Screens of which the documentation contains a screenshot. */
export const PICTURES = [
  'mapping',
  'catalogue',
  'guide',
  'setup',
  'connection',
  'run',
  'findings',
  'finding',
  'assets',
];

/** Returns what a screenshot of the page must not contain: errors, loading indicators, and outdated content. */
export async function findDefects({ page, complaints }: Tab): Promise<string[]> {
  const unfinished = page.locator('.loading, .error-panel, .stale, .took-busy, .is-busy').filter({ visible: true });
  return [...complaints, ...(await unfinished.allInnerTexts())];
}

const OVERFLOW = `(() => {
  const width = document.documentElement.clientWidth;
  const main = document.querySelector('main');
  const clipped = (element) => element.closest('.table-frame, .table-scroll, .panel-scroll, pre, svg') !== null;
  const wide = [...document.querySelectorAll('body *')].filter((element) => {
    const { right, width: size } = element.getBoundingClientRect();
    return size > 0 && right > width + 1 && !clipped(element);
  });
  const scrolls = document.documentElement.scrollWidth > width || (main && main.scrollWidth > main.clientWidth);
  return [...(scrolls ? ['the page scrolls sideways'] : []), ...wide.map(({ tagName, className }) => tagName + ' ' + className)];
})()`;

/** Returns the elements that extend beyond the right edge; tables and code blocks scroll inside their own frame. */
export const findOverflow = (page: Page): Promise<string[]> => page.evaluate(OVERFLOW);
