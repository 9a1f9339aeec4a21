// Vendor of the soak test, in a separate process so that it does not affect the worker's figures: `node vendor.ts <size>`.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { appName, createThing, range, type Size } from './size.ts';

const { apps, pages, perPage, faults, seed }: Size = JSON.parse(process.argv[2] ?? '{}');

/** State of a seeded xorshift generator of numbers below 1. */
let state = seed || 1;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Transient failures: a retry of the same request succeeds. */
const FAULTS: Readonly<Record<string, (response: ServerResponse, body: Buffer) => void>> = {
  'status 503': (response) => void response.writeHead(503).end(),
  'status 429': (response) => void response.writeHead(429, { 'retry-after': '0' }).end(),
  reset: (response) => void response.socket?.resetAndDestroy(),
  'cut body': (response, body) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': body.length });
    response.write(body.subarray(0, body.length - 9), () => response.socket?.destroy());
  },
  'cut gzip': (response, body) => {
    const packed = gzipSync(body);
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - 12));
  },
};

/** Maximum number of consecutive failures of one request. */
const MOST_IN_A_ROW = 2;
const inARow = new Map<string, number>();
const ledger = { requests: 0, faults: {} as Record<string, number>, served: [] as string[] };

function faultFor(target: string): string | undefined {
  const before = inARow.get(target) ?? 0;
  inARow.delete(target);
  if (before >= MOST_IN_A_ROW || random() * 100 >= faults) return undefined;
  inARow.set(target, before + 1);
  const names = Object.keys(FAULTS);
  return names[Math.floor(random() * names.length)];
}

function listItems(target: string): readonly object[] | undefined {
  const [, connection] = /^\/c(\d+)\/apps$/.exec(target) ?? [];
  if (connection !== undefined) return range(apps).map((app) => ({ id: appName(Number(connection), app) }));
  const [, app, page] = /^\/c\d+\/apps\/([^/]+)\/findings\?page=(\d+)$/.exec(target) ?? [];
  if (app === undefined) return undefined;
  const no = Number(page);
  return no < pages ? range(perPage).map((at) => createThing(app, no, at)) : [];
}

const server = createServer((request, response) => {
  const { url: target = '/' } = request;
  if (target === '/ledger') return void response.writeHead(200, JSON_TYPE).end(JSON.stringify(ledger));
  ledger.requests += 1;
  const items = listItems(target);
  if (!items) return void response.writeHead(404).end();
  const body = Buffer.from(JSON.stringify({ items }));
  const fault = faultFor(target);
  if (fault !== undefined) {
    ledger.faults[fault] = (ledger.faults[fault] ?? 0) + 1;
    return FAULTS[fault]?.(response, body);
  }
  response.writeHead(200, { ...JSON_TYPE, 'content-length': body.length });
  response.end(body, () => ledger.served.push(target));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
