import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../engine/base/errors/index.ts';
import { formatFix, STUDIO_FIXES } from '../../../studio/web/components/fix-text.ts';

const WEB = join(import.meta.dirname, '../../../studio/web');
const ROWS = new URL('../../../engine/base/errors/rows/', import.meta.url);

/** Areas whose errors concern the command line, the terminal of the studio, or files of a command. */
const ELSEWHERE = ['mcp.ts', 'usage.ts'];

/** Codes that only a command or the start of a process reports, or whose fix is outside of the studio. */
const OUTSIDE = [
  'CASE_UNMADE',
  'EGRESS_BLOCKED',
  'EXPORT_FORMAT_UNKNOWN',
  'KEY_WRONG',
  'MAP_UNREADABLE',
  'PORT_TAKEN',
  'RISK_FORMULA_FAILED',
  'SECRET_IN_ARGUMENT',
  'STORE_NOT_MIGRATED',
  'STUDIO_ADDRESS_UNUSABLE',
  'STUDIO_HOST_REFUSED',
  'STUDIO_LOGIN_REQUIRED',
  'STUDIO_NEEDS_TLS',
  'STUDIO_READ_ONLY',
  'STUDIO_TLS_INVALID',
];

/** Codes whose fix contains details of the error, so that only a part of it is replaced. */
const PARTLY = ['MANIFEST_INVALID', 'PERMISSION_DENIED', 'SECRET_UNKNOWN', 'STATE_ILLEGAL'] as const;

/** Returns the codes of a file whose fix names a command or an option. */
function listCommandFixes(file: string): readonly string[] {
  const rows = readFileSync(new URL(file, ROWS), 'utf8').split(/\n(?= {2}[A-Z_]+: \{)/);
  return rows.flatMap((row) => {
    const code = /^ {2}([A-Z_]+): \{/.exec(row)?.[1];
    const fix = row.slice(row.indexOf('fix:'));
    return code !== undefined && /\bmapwright [a-z]+|[ (]--[a-z]/.test(fix) ? [code] : [];
  });
}

test('every error that the studio shows has a fix without commands', () => {
  const files = readdirSync(ROWS).filter((file) => !ELSEWHERE.includes(file));
  const left = [...OUTSIDE, ...PARTLY];
  const named = files.flatMap(listCommandFixes).filter((code) => !left.includes(code));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !Object.hasOwn(STUDIO_FIXES, code))).toEqual([]);
});

test.each(PARTLY)('the fix of %s names no command', (code) => {
  const fix = CATALOGUE[code].fix as (details: object) => string;
  expect(formatFix({ code, fix: fix({ secrets: 'api_key' }) })).not.toMatch(/mapwright [a-z]|--[a-z]/);
});

test('the fixes belong to codes of the catalogue, and name no commands', () => {
  expect(Object.keys(STUDIO_FIXES).filter((code) => !Object.hasOwn(CATALOGUE, code))).toEqual([]);
  expect(Object.values(STUDIO_FIXES).filter((fix) => /mapwright|--[a-z]/.test(fix))).toEqual([]);
});

test('the fixes name buttons, tabs and screens that exist', () => {
  const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith('fix-text.ts'),
  );
  const sources = files.map((file) => readFileSync(join(WEB, file), 'utf8')).join('\n');
  const named = Object.values(STUDIO_FIXES).flatMap((fix) => [...fix.matchAll(/“([^”]+)”/g)].map(([, name]) => name));
  expect(named.filter((name) => name !== undefined && !sources.includes(name))).toEqual([]);
});

test.each([
  [{ code: 'RUN_OPEN', fix: 'mapwright runs cancel' }, 'Wait for that run to finish, or select “Cancel” on it.'],
  [{ code: 'QUERY_INVALID', fix: 'Close the quote.' }, 'Close the quote.'],
  [
    { code: 'MANIFEST_INVALID', fix: 'Add "id". Run mapwright validate to list all problems.' },
    'Add "id". The mapping screen marks all problems.',
  ],
  [{ fix: undefined }, undefined],
])('formats the fix of %j', (error, fix) => {
  expect(formatFix(error)).toBe(fix);
});
