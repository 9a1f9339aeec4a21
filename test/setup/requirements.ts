import { findPostgresProgram, findProgram } from './find-program.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Returns the path of the browser that tests use, if one is installed. */
export const findChromium = (): string | undefined => process.env['CHROMIUM'] || findProgram(BROWSERS);

/** Returns true if the PostgreSQL server programs are installed. */
export const hasPostgres = (): boolean => findPostgresProgram('initdb') !== undefined;

/** Programs that the full suite needs in addition to Node, by Debian package name. */
const PROGRAMS: Readonly<Record<string, () => boolean>> = {
  postgresql: hasPostgres,
  chromium: () => findChromium() !== undefined,
};

/** Throws one line with the command to run when a program that the full suite needs is missing. */
export function requirePrograms(): void {
  const missing = Object.keys(PROGRAMS).filter((name) => !PROGRAMS[name]?.());
  if (missing.length === 0) return;
  const names = missing.join(' ');
  throw new Error(
    `npm run test:full needs ${names}, which was not found: apt-get update && apt-get install -y ${names}`,
  );
}
