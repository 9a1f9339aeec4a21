import { readFile } from 'node:fs/promises';
import type { Manifest } from '../../../engine/index.ts';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import { type Platform, parseKeyring } from '../../../engine/platform/connections/index.ts';
import { createQueue, openWorker, workUntilEnd } from '../../../engine/platform/worker/index.ts';

/** `node program.ts <store url> <key> <manifest file> <run>`: a worker that works until the run has ended. */
const [url = '', key = '', file = '', runId = ''] = process.argv.slice(2);
const store = await openStore(url);
const ports = createPorts({ allowPrivate: true });
const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
const platform: Platform = {
  store,
  keyring: parseKeyring(key, 'a test'),
  manifestOf: async () => manifest,
  clock: ports.clock,
  random: ports.random,
  actor: 'test',
};
const tell = () => undefined;
const parts = { platform, ports, queue: createQueue(platform, tell), tell, learn: tell };
const worker = openWorker(parts, { concurrency: 2, scheduling: false });
await workUntilEnd(worker, store, { runId, signal: new AbortController().signal, clock: ports.clock });
await ports.close();
await store.close();
