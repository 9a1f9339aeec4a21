import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { findLeaks } from '../canaries.ts';
import { createCanaryFolder, ENV, readNewFiles } from '../folder.ts';
import { SITUATIONS } from '../situations.ts';
import { LAST_ROWS, type PlatformRow, ROWS } from './rows.ts';
import type { CommandOutput } from './session.ts';
import { readStored } from './stored.ts';

const SESSION = fileURLToPath(new URL('session.ts', import.meta.url));
const WELL = 'all is well';
/** Timeout for sixty commands on a busy machine. */
const MOST_MS = 180_000;
/** Key of server stores, passed in the environment. File stores have a key file. */
const KEY = randomBytes(32).toString('base64');

/** Runs the commands in sequence in one process and returns their outputs. */
async function session(folder: string, url: string, rows: readonly PlatformRow[]): Promise<readonly CommandOutput[]> {
  const key = { MAPWRIGHT_KEY: url.startsWith('sqlite:') ? '' : KEY, MAPWRIGHT_KEY_FILE: '' };
  const env = { ...process.env, ...ENV, ...key, NO_COLOR: '1', DATABASE_URL: url };
  const child = spawn(process.execPath, [SESSION, JSON.stringify(rows)], { cwd: folder, env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as CommandOutput);
}

const STORES: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  sqlite: async (folder) => `sqlite:${folder}/store.db`,
  ...(isFull ? { postgres: async () => (await openSharedPostgres()).fresh() } : {}),
};

/** Every situation with a file store, and two of them also with a server store. */
const PLACES = SITUATIONS.flatMap((one) =>
  Object.keys(STORES)
    .filter((kind) => kind === 'sqlite' || one.situation === WELL || one.situation === 'items hold the secrets')
    .map((kind) => ({ ...one, kind })),
);

describe('the platform leaks no secret', () => {
  test.each(pickRows(PLACES))(
    'on $kind, when $situation',
    async ({ kind, situation, says, script }) => {
      const vendor = await startSmallVendor(script);
      const folder = await createCanaryFolder(vendor.origin);
      const url = (await STORES[kind]?.(folder)) ?? '';
      const isWell = situation === WELL;
      const rows = isWell ? [...ROWS, ...LAST_ROWS] : ROWS.filter(({ isEverywhere }) => isEverywhere);
      const output = await session(folder, url, rows);
      const found = [
        ...output.map((one): [string, string] => [one.args.join(' '), one.text]),
        ...(await readNewFiles(folder)),
        ...(await readStored(url, folder)),
      ];
      const leaks = found.flatMap(([place, all]) => findLeaks(all).map((leak) => `${place}: ${leak}`));
      expect([...new Set(leaks)]).toEqual([]);
      const all = output.map((one) => one.text).join('\n');
      expect(all).toContain(says);
      expect(all).not.toContain('INTERNAL');
      expect(found.filter(([, one]) => one.includes(KEY)).map(([place]) => place)).toEqual([]);
      expect(output.map(({ args }) => args)).toEqual(rows.map(({ args }) => args));
      const unsaid = output.filter((one, at) => isWell && !one.text.includes(rows[at]?.says ?? ''));
      expect(unsaid).toEqual([]);
    },
    MOST_MS,
  );
});
