import { findChromium } from './requirements.ts';

/** Returns the path of the browser for tests of pages; throws when none is installed. */
export function locateChromium(): string {
  const found = findChromium();
  if (found === undefined) throw new Error('chromium was not found: install it, or set CHROMIUM to its path');
  return found;
}
