import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockDownProcess } from '../../../engine/workbench/sandbox/lockdown.ts';

/** Attempts to escape the sandbox. */
const WAYS: Readonly<Record<string, () => unknown>> = {
  'read a file of the machine': () => readFileSync('/etc/hostname'),
  'read a file of the project': () => readFileSync(new URL('../../../biome.json', import.meta.url)),
  'write a file': () => writeFileSync(join(tmpdir(), 'mapwright-sandbox-probe'), ''),
  // The child may write the cache of compiled modules until the lockdown.
  'write the compile cache': () => writeFileSync(join(process.argv[3] ?? tmpdir(), 'mapwright-sandbox-probe'), ''),
  'start a process': () => spawnSync(process.execPath, ['--version']),
  'start a thread': () => new Worker('0', { eval: true }),
  'load the network': () => import('node:net'),
  'load the network from the process': () => process.getBuiltinModule('node:net'),
  fetch: () => fetch('http://127.0.0.1:1/'),
  'open a web socket': () => new WebSocket('ws://127.0.0.1:1/'),
};

async function isRefused([, way]: readonly [string, () => unknown]): Promise<boolean> {
  try {
    await way();
    return false;
  } catch (error) {
    // A refused connection means that the process could use the network.
    return !/fetch failed|ECONNREFUSED/.test(String(error));
  }
}

lockDownProcess();
const open: string[] = [];
for (const way of Object.entries(WAYS)) if (!(await isRefused(way))) open.push(way[0]);
process.send?.({ open, environment: Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL')) });
