import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runMapwright } from '../cli/program.ts';
import { startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { CONNECTOR } from './connector.ts';
import { createCanaryFolder } from './folder.ts';

const KEY = 'k3y/of+the=account';
const TOKEN = 't0ken-of-the-login';
const COOKIE = 'c00kie-of-the-login';

async function createConnector(): Promise<string> {
  const bytes = Buffer.from(KEY);
  const notes = [
    KEY,
    encodeURIComponent(KEY),
    bytes.toString('base64'),
    bytes.toString('hex'),
    `${TOKEN}1`,
    `${TOKEN}2`,
  ];
  let logins = 0;
  const vendor = await startSmallVendor((target, { headers }) => {
    if (target === 'POST /login') {
      logins += 1;
      return { json: { token: `${TOKEN}${logins}` }, headers: { 'set-cookie': `sid=${COOKIE}` } };
    }
    // The first session ends early.
    if (logins === 1 && target.startsWith('/parts')) return { status: 401, json: { seen: headers } };
    if (target.startsWith('/things')) return { json: { items: [{ id: 't1', note: 'n' }] } };
    return { json: { items: notes.map((note, at) => ({ id: `p${at}`, note, level: 3 })) } };
  });
  const folder = await createCanaryFolder(vendor.origin);
  await writeFile(join(folder, 'connector/manifest.json'), JSON.stringify(CONNECTOR));
  return folder;
}

const env = { CANARY_KEY: KEY };
const TARGET = ['./connector', '--config', 'config.json', '--allow-private-network'];
const findLeaks = (text: string) =>
  [
    KEY,
    encodeURIComponent(KEY),
    Buffer.from(KEY).toString('base64'),
    Buffer.from(KEY).toString('hex'),
    TOKEN,
    COOKIE,
  ].filter((secret) => text.includes(secret));

test('run --debug-http writes every exchange and no secret', async () => {
  const cwd = await createConnector();
  const result = await runMapwright(['run', ...TARGET, '--to', 'ndjson:out', '--debug-http', 'http.ndjson'], {
    cwd,
    env,
  });
  expect(result.stderr).not.toContain('error');
  const text = await readFile(join(cwd, 'http.ndjson'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const report = JSON.parse(await readFile(join(cwd, 'out/run.json'), 'utf8'));
  const requests = Object.values<{ requests: number }>(report.streams).reduce(
    (sum, stream) => sum + stream.requests,
    0,
  );
  const logins = lines.filter(({ request }) => request.url.endsWith('/login'));
  expect(logins).toHaveLength(2);
  expect(lines).toHaveLength(requests + logins.length);
  expect(lines.map(({ response }) => response.status)).toContain(401);
  expect(findLeaks(text)).toEqual([]);
});

test('read shows every exchange and no secret', async () => {
  const cwd = await createConnector();
  const [stream = ''] = Object.values(CONNECTOR.maps).map(({ from }) => from);
  for (const format of [[], ['--json']]) {
    const result = await runMapwright(['read', ...TARGET, '--stream', stream, ...format], { cwd, env });
    expect(result.stdout).toContain('/login');
    expect(findLeaks(result.stdout + result.stderr)).toEqual([]);
  }
});

test('a limited recording with a renewed session passes its own test', async () => {
  const cwd = await createConnector();
  const record = ['--record', './connector/limited', '--partitions', '2'];
  const result = await runMapwright(['run', ...TARGET, '--to', 'ndjson:out', ...record], { cwd, env });
  expect(result.stderr).toContain('recorded');
  const tested = await runMapwright(['test', './connector'], { cwd });
  expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining('limited') });
});
