import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../engine/index.ts';
import { runMapwright } from '../cli/program.ts';
import { startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { pickRows } from '../setup/suite.ts';
import { CONNECTOR } from './connector.ts';
import { createCanaryFolder } from './folder.ts';

const KEYS = [
  'пароль-секрет',
  '!!!###$$$',
  'Zażółć-gęślą-9',
  '密码密码密码密码',
  'aaaaaaaa0000',
  'XXXXXXXXXXXX',
  '0123456789abcdef0123',
  'with "quotes" & \\slashes/',
  '🔑🔑🔑🔑 key 🔑',
];

/** Records a case of a vendor that echoes the key in several encodings; returns it with the command's output. */
async function recorded(
  key: string,
  { manifest = CONNECTOR, name = 'case' }: { manifest?: Manifest; name?: string } = {},
) {
  const bytes = Buffer.from(key);
  const echoes = [
    key,
    encodeURIComponent(key),
    bytes.toString('base64'),
    bytes.toString('hex'),
    JSON.stringify({ key }),
  ];
  const vendor = await startSmallVendor((target) => {
    if (target === 'POST /login') return { json: { token: 't0ken-of-the-login' } };
    if (target.startsWith('/things')) return { json: { items: [{ id: 't1', note: 'n' }] } };
    return { json: { items: echoes.map((note, at) => ({ id: `p${at}`, note, level: 3 })) } };
  });
  const folder = await createCanaryFolder(vendor.origin);
  await writeFile(join(folder, 'connector/manifest.json'), JSON.stringify(manifest));
  const run = ['run', './connector', '--config', 'config.json', '--allow-private-network', '--to', 'ndjson:out'];
  const result = await runMapwright([...run, '--record', `./connector/${name}`], {
    cwd: folder,
    env: { CANARY_KEY: key },
  });
  const made = (await readdir(join(folder, 'connector'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.name !== 'manifest.json',
  );
  const texts = await Promise.all(made.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return { folder, result, texts };
}

/** Returns all substrings of eight characters of the key in the echoed encodings. */
const piecesOf = (key: string): string[] =>
  [key, encodeURIComponent(key), Buffer.from(key).toString('base64'), Buffer.from(key).toString('hex')].flatMap(
    (text) => Array.from({ length: Math.max(1, text.length - 7) }, (_, at) => text.slice(at, at + 8)),
  );

describe.each(pickRows(KEYS, 3))('the key %s', (key) => {
  test('is replaced in a recording by an unrelated placeholder, and the case replays', async () => {
    const { folder, result, texts } = await recorded(key);
    expect(result.stderr).toContain('recorded');
    expect(texts).toHaveLength(2);
    const text = texts.join('\n');
    expect(piecesOf(key).filter((piece) => text.includes(piece))).toEqual([]);
    const recording = texts.map((one) => JSON.parse(one)).find((one) => one.settings !== undefined);
    const substitute: string = recording.settings.key;
    expect([...substitute].filter((character, at) => key[at] === character && !/^[0-9a-f]+$/.test(key))).toEqual([]);
    const tested = await runMapwright(['test', './connector', '--json'], { cwd: folder });
    expect(JSON.parse(tested.stdout)).toMatchObject([{ cases: [{ name: 'case', passed: true }] }]);
  });
});

describe('a recording that still contains the key', () => {
  const key = 'k3y-that-is-in-the-manifest';
  const { finding, ...maps } = CONNECTOR.maps;
  const fields = { ...finding?.fields, name: `'before ${Buffer.from(key).toString('base64')} behind'` };

  test.each([
    ['in the name of the case', { name: key }],
    [
      'in a mapped record, encoded',
      { manifest: { ...CONNECTOR, maps: { ...maps, finding: { ...finding, fields } } } as Manifest },
    ],
  ])('%s is not written', async (_what, changes) => {
    const { result, texts } = await recorded(key, changes);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('RECORDING_HOLDS_SECRET');
    expect(result.stderr).not.toContain(key);
    expect(texts).toEqual([]);
  });
});
