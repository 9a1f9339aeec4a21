import { join } from 'node:path';
import { openDemo } from './e2e/demo-studio.ts';
import { ROOT } from './server/test-studio.ts';

// `npm run pictures`: takes the README's pictures of the studio anew, from the demo, in a real browser.

const SIZE = { width: 1240, height: 720 };
const SETTLED_MS = 1500;

const studio = await openDemo(400);
const { db } = studio.store;

async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 200));
}

await until(async () =>
  Boolean(await db.selectFrom('run').select('id').where('state', '=', 'PROCESSED').executeTakeFirst()),
);
const run = await db
  .selectFrom('run')
  .select(['id', 'connection_id'])
  .where('state', '=', 'PROCESSED')
  .executeTakeFirstOrThrow();
const finding = await db.selectFrom('finding').select('id').where('severity', '=', 5).executeTakeFirstOrThrow();

/** Each picture with where it is taken. */
const PICTURES: Readonly<Record<string, string>> = {
  mapping: '/c/hcl-appscan-dast/map/finding?sample=demo',
  catalogue: '/',
  guide: '/c/hcl-appscan-dast',
  setup: '/c/hcl-appscan-dast/setup',
  connection: `/connections/${run.connection_id}`,
  run: `/runs/${run.id}`,
  findings: '/findings?q=severity%20%3E%3D%204',
  finding: `/findings?q=severity%3A5&item=${finding.id}`,
  assets: '/assets',
};

for (const [name, path] of Object.entries(PICTURES)) {
  const tab = await studio.tab({ viewport: SIZE, colorScheme: 'light' });
  await tab.goto(path);
  await tab.page.waitForTimeout(SETTLED_MS);
  await tab.page.screenshot({ path: join(ROOT, 'studio/pictures', `${name}.png`) });
  console.log(name, tab.complaints.join('\n'));
}
await studio.close();
