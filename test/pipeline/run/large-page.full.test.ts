import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { spawnMapwright } from '../../cli/program.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest } from './small-vendor.ts';

const ITEMS = 200;
const PADDING = 'x'.repeat(1 << 20);
// Memory use is near 240 MB with streaming, and more than 600 MB with buffering.
const LIMIT_KB = 400 * 1024;

function* page(): Generator<string> {
  for (let at = 0; at < ITEMS; at += 1) yield `${at === 0 ? '{"items":[' : ','}{"id":"t${at}","pad":"${PADDING}"}`;
  yield ']}';
}

/** Makes a command start as if installed, and print its peak memory when it exits. */
const NODE_OPTIONS = `--max-semi-space-size=8 --import=${new URL('../../setup/report-usage.ts', import.meta.url).href}`;

test('a run does not buffer a page of 200 MB', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    Readable.from(page()).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const folder = await createFolder();
  const paginator = { type: 'none' } as const;
  const things = { request: { path: '/things' }, records: 'items', key: ['id'], paginator };
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify(createSmallManifest({ things }, { findings: 'things' })),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ settings: { url } }));
  const args = ['run', './manifest.json', '--config', 'config.json', '--to', 'ndjson:out', '--json', '--quiet'];
  const env = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1', NODE_OPTIONS };
  const { code, stderr } = await spawnMapwright(args, { cwd: folder, env });
  expect(code).toBe(0);
  expect(await readRecords(join(folder, 'out'), 'findings.ndjson')).toHaveLength(ITEMS);
  expect(Number(/@used \[[\d.]+,(\d+)\]/.exec(stderr)?.[1])).toBeLessThan(LIMIT_KB);
});
