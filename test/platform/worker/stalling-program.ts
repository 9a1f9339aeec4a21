import { readFile } from 'node:fs/promises';
import { startWatchdog } from '../../../engine/cli/process/watchdog.ts';
import type { Manifest, Ports } from '../../../engine/index.ts';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import { type Platform, parseKeyring } from '../../../engine/platform/connections/index.ts';
import { createQueue, openWorker } from '../../../engine/platform/worker/index.ts';

/**
 * `node stalling-program.ts <store url> <key> <manifest file>`: a worker whose thread computes without end once a request
 * to a URL with `stall` in it is answered, as it would in an expression without a budget.
 */
const [url = '', key = '', file = ''] = process.argv.slice(2);
const STALL_MS = 1_500;
startWatchdog({ stallMs: STALL_MS, graceMs: STALL_MS });
const store = await openStore(url);
const ports = createPorts({ allowPrivate: true });
const http: Ports['http'] = {
  async send(request, how) {
    const answer = await ports.http.send(request, how);
    while (String(request.url).includes('stall'));
    return answer;
  },
};
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
const parts = { platform, ports: { ...ports, http }, queue: createQueue(platform, tell), tell, learn: tell };
const stop = new AbortController();
const isOpen = () => store.db.selectFrom('run').select('id').where('finished_at', 'is', null).executeTakeFirst();
const done = openWorker(parts, { concurrency: 4, scheduling: false }).work(stop.signal);
while (await isOpen()) await ports.clock.sleep(20);
stop.abort();
await done;
await ports.close();
await store.close();
