import { join } from 'node:path';
import { openDemo } from './e2e/demo-studio.ts';
import { findDefects, listScreens, PICTURES } from './e2e/screens.ts';
import { ROOT } from './server/test-studio.ts';

// `npm run pictures`: takes the screenshots of the documentation from the demo. It fails when the demo's run does not
// finish, or when a page does not settle, still shows a loading indicator or an error, or logs an error.

const SIZE = { width: 1240, height: 800 };

const studio = await openDemo(400);

try {
  const screens = await listScreens(studio.store);
  for (const name of PICTURES) {
    const tab = await studio.tab({ viewport: SIZE, colorScheme: 'light' });
    await tab.goto(screens[name] ?? '');
    await tab.settled();
    const defects = await findDefects(tab);
    if (defects.length > 0) throw new Error(`${name} is incomplete: ${defects.join('; ')}`);
    await tab.page.screenshot({ path: join(ROOT, 'studio/pictures', `${name}.png`) });
    console.log(name);
  }
} finally {
  await studio.close();
}
