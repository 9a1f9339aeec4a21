import { installOnDebian } from './debian.ts';
import { findProgram } from './find-program.ts';
import { missing } from './missing.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const find = (): string | undefined => process.env['CHROMIUM'] || findProgram(NAMES);

/**
 * The browser for tests of pages, by its path; installed first where that is possible. Undefined, said loudly, where there
 * is none; on CI it throws then.
 */
export function chromium(): string | undefined {
  const found = find();
  if (found) return found;
  installOnDebian('chromium');
  return find() ?? missing('chromium', 'pages are not tested');
}
