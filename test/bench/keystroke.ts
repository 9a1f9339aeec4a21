import { readFileSync } from 'node:fs';
import issues from '../../studio/demo/issues.json' with { type: 'json' };
import { openStudio } from '../studio/e2e/open-studio.ts';

// Measures keystroke to painted row in Chromium: `node test/bench/keystroke.ts`, on a machine without other load.

const FILE = new URL('../../manifests/hcl-appscan-dast/manifest.json', import.meta.url);
const ITEMS = 100;
const KEYSTROKES = 60;
/** Targets of the mapping screen, in milliseconds. */
const [MEDIAN, P95] = [60, 120];

const { scope, page } = issues;
const items = Array.from({ length: ITEMS }, (_, at) => ({ ...page.Items[at % page.Items.length], Id: `issue-${at}` }));
const text = JSON.stringify({ scope, page: { Items: items, Count: ITEMS } });

/** Starts to measure the time from the next key to the frame that shows another value in the selected row. */
const START = `globalThis.painted = new Promise((resolve) => {
  const cell = document.querySelector('.targets [aria-current] .cell-item');
  let pressed = 0;
  addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true });
  const observer = new MutationObserver(() => {
    // The row of the previous key.
    if (pressed === 0) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressed)));
  });
  observer.observe(cell, { subtree: true, childList: true, characterData: true });
}); undefined`;

const studio = await openStudio({
  manifests: [
    {
      file: FILE.pathname,
      origin: 'demo',
      text: readFileSync(FILE, 'utf8'),
      samples: [{ name: 'page', title: 'Page', case: 'bench', stream: 'issues', items: ITEMS, text }],
    },
  ],
});
try {
  const { page: tab, goto, settled } = await studio.tab();
  await goto('/c/hcl-appscan-dast/map/finding?sample=page&target=name');
  await settled();
  await tab.locator('[aria-label="Expression"].cm-content').click();
  await tab.keyboard.press('End');
  await tab.keyboard.type(" & ''");
  await tab.keyboard.press('ArrowLeft');
  await settled();
  const times: number[] = [];
  for (let at = 0; at < KEYSTROKES; at += 1) {
    // The listener exists before the key is pressed.
    await tab.evaluate(START);
    // A long value is cut, and would not change any more.
    await tab.keyboard.press(at % 2 === 0 ? 'x' : 'Backspace');
    times.push((await tab.evaluate('globalThis.painted')) as number);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? Number.NaN);
  console.table([
    { measure: 'median', ms: at(0.5), target: MEDIAN },
    { measure: 'p95', ms: at(0.95), target: P95 },
  ]);
} finally {
  await studio.close();
}
