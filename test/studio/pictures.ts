import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDemo } from './e2e/demo-studio.ts';
import type { Tab } from './e2e/open-studio.ts';
import { ROOT } from './server/test-studio.ts';

// `npm run pictures`: takes the screenshots of the documentation from the demo. It fails when the demo's run does not
// finish, or when a page does not settle, still shows a loading indicator or an error, or logs an error.

const SIZE = { width: 1240, height: 800 };
const RUN_TIMEOUT_MS = 120_000;

const studio = await openDemo(400);
const { db } = studio.store;

async function finishedRun() {
  for (const deadline = Date.now() + RUN_TIMEOUT_MS; Date.now() < deadline; await sleep(200)) {
    const run = await db.selectFrom('run').select(['id', 'connection_id', 'state']).executeTakeFirst();
    if (run?.state === 'PROCESSED') return run;
    if (run?.state === 'ERRORED') break;
  }
  throw new Error('The run of the demo did not finish.');
}

async function problemsOf({ page, complaints }: Tab): Promise<string[]> {
  const unfinished = await page.locator('.loading, .error-panel, .stale').allInnerTexts();
  return [...complaints, ...unfinished];
}

/** Paths by name of the screenshot. */
async function listPages(): Promise<Readonly<Record<string, string>>> {
  const run = await finishedRun();
  const finding = await db.selectFrom('finding').select('id').where('severity', '=', 5).executeTakeFirstOrThrow();
  return {
    mapping: '/c/hcl-appscan-dast/map/finding?sample=demo&target=findingStatus&item=1',
    catalogue: '/',
    guide: '/c/hcl-appscan-dast',
    setup: '/c/hcl-appscan-dast/setup',
    connection: `/connections/${run.connection_id}`,
    run: `/runs/${run.id}`,
    findings: '/findings?q=severity%20%3E%3D%204',
    finding: `/findings?q=severity%3A5&item=${finding.id}`,
    assets: '/assets',
  };
}

try {
  for (const [name, path] of Object.entries(await listPages())) {
    const tab = await studio.tab({ viewport: SIZE, colorScheme: 'light' });
    await tab.goto(path);
    await tab.settled();
    const problems = await problemsOf(tab);
    if (problems.length > 0) throw new Error(`${name} is incomplete: ${problems.join('; ')}`);
    await tab.page.screenshot({ path: join(ROOT, 'studio/pictures', `${name}.png`) });
    console.log(name);
  }
} finally {
  await studio.close();
}
