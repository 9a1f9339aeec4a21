import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVendors, type Vendors } from '../../../studio/demo/vendors/index.ts';
import { isFull, pickRows } from '../../setup/suite.ts';

const MAIN = fileURLToPath(new URL('../../../engine/cli/main.js', import.meta.url));

/** Interval for polling the vendor's ledger. */
const POLL_MS = 5;

let folder: string;
let vendors: Vendors;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-kill-'));
  vendors = await startVendors({
    seed: 21,
    findings: isFull ? 6000 : 1200,
    applications: isFull ? 40 : 12,
    // Slow enough for a kill in time, even on a busy machine.
    latencyMs: 25,
  });
});

afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

type Connector = 'veracode-sast' | 'checkmarx-one-dast' | 'hcl-appscan-dast';

const start = (connector: Connector, out: string, state?: string) =>
  spawn(
    process.execPath,
    [
      ...[MAIN, 'run', connector, '--config', join(folder, `${connector}.json`), '--to', `ndjson:${join(folder, out)}`],
      ...[
        '--to',
        `etm:${join(folder, `${out}-etm`)}`,
        '--allow-private-network',
        '--quiet',
        '--json',
        '--concurrency',
        '2',
      ],
      ...(state ? ['--state', join(folder, state)] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );

/** Kills the process with SIGKILL after this many requests; returns false if it exits before. */
async function killedAfter(connector: Connector, child: ReturnType<typeof start>, requests: number): Promise<boolean> {
  const { ledger } = vendors[connector];
  const before = ledger.entries.length;
  let over = false;
  const ended = once(child, 'exit').then(() => {
    over = true;
  });
  for await (const _ of setInterval(POLL_MS)) {
    if (over) return false;
    if (ledger.entries.length - before >= requests) break;
  }
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}

const filesOf = (out: string) =>
  Promise.all(
    [`${out}/assets.ndjson`, `${out}/findings.ndjson`, `${out}/rejects.ndjson`, `${out}-etm/etm.ndjson`].map((file) =>
      readFile(join(folder, file), 'utf8'),
    ),
  );

/** Requests before each kill of a run, together fewer than of an uninterrupted one; the last process is not killed. */
const LIVES: readonly (readonly [Connector, readonly number[]])[] = [
  ['hcl-appscan-dast', [3, 30, 30]],
  ['veracode-sast', [2, 9, 9]],
  ['checkmarx-one-dast', [1, 50, 40]],
];

test.each(pickRows(LIVES))(
  '%s, killed with SIGKILL repeatedly, writes the same as an uninterrupted run',
  async (connector, lives) => {
    await writeFile(join(folder, `${connector}.json`), JSON.stringify(vendors[connector].config));
    const whole = start(connector, `${connector}-whole`);
    expect((await once(whole, 'exit'))[0]).toBe(0);
    const state = `${connector}.state`;
    const out = `${connector}-killed`;
    let kills = 0;
    for (const requests of pickRows(lives))
      if (await killedAfter(connector, start(connector, out, state), requests)) kills += 1;
    expect(kills).toBe(pickRows(lives).length);
    const last = start(connector, out, state);
    expect((await once(last, 'exit'))[0]).toBe(0);
    expect(await filesOf(out)).toEqual(await filesOf(`${connector}-whole`));
  },
);
