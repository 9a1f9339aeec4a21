import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, openDestination } from '../../../engine/index.ts';
import { createFolder } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const KEY = 'k3y/of+the=connection-"9f86d081';
const TOKEN = 't0ken.that_the-login?brought&2c26b46b';

const base64At = (text: string, offset: number) => Buffer.from('xyz'.slice(0, offset) + text).toString('base64');

/** Encodings in which a vendor may echo a secret. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'URL-encoded': encodeURIComponent,
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'URL-encoded, every byte': (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
  'in numeric entities': (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
  'in hexadecimal entities': (text) => [...text].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join(''),
  'with letters escaped in JSON': (text) => text.replace(/[A-Za-z]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
  base64: (text) => base64At(text, 0),
  'base64 after one byte': (text) => base64At(text, 1),
  'base64 after two bytes': (text) => base64At(text, 2),
  base64url: (text) => base64At(text, 0).replaceAll('+', '-').replaceAll('/', '_'),
  hex: (text) => Buffer.from(text).toString('hex'),
  HEX: (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

const AUTH: Manifest['auth'] = {
  type: 'session',
  login: [
    { request: { method: 'POST', path: '/login', json: { key: '{{settings.key}}' } }, capture: { token: 'token' } },
  ],
  inject: { into: 'header', name: 'X-Token', value: '{{session.token}}' },
};

/** Records, rejects and parents contain the echo. The second stream fails so that the state remains. */
const STREAMS: Manifest['streams'] = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
  parts: {
    request: { path: '/parts', query: { note: '{{thing.note}}' } },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    paginator: { type: 'none' },
  },
};

const FIELDS = {
  externalAssetId: { value: 'id', identity: true },
  assetType: { value: 'kind', enum: 'kind' },
  'assetDetail.name': 'note',
} as const;

const base = createSmallManifest(STREAMS, { findings: 'parts', auth: AUTH });
const CONNECTOR: Manifest = {
  ...base,
  settings: {
    ...base.settings,
    properties: { ...base.settings.properties, key: { type: 'string', title: 'Key', writeOnly: true } },
  },
  enums: { kind: { values: { web: 'WEB_APPLICATION' }, unmapped: 'reject' } },
  maps: { ...base.maps, asset: { from: 'things', to: 'asset', fields: FIELDS } },
};

/** Reads everything that a run left: its files, state and report. */
async function leftBy(items: readonly object[], parts: Answer, size = 0) {
  const vendor = await startSmallVendor((target) => {
    if (target === 'POST /login') return { json: { token: TOKEN } };
    return target === '/things' ? { json: { filler: 'x'.repeat(size), items } } : parts;
  });
  const folder = await createFolder();
  const sinks = ['ndjson', 'etm'].map((kind) =>
    openDestination(`${kind}:${folder}/${kind}`, { writeOut: async () => undefined }),
  );
  const stateStore = createStateFile(join(folder, 'state.json'));
  const report = await runSync({ connector: CONNECTOR, vendor, settings: { key: KEY }, sinks, stateStore });
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  return { report, text: [JSON.stringify(report), ...texts].join('\n') };
}

/** Encodings in which a text contains most of a secret: the adjacent text changes the edges of base64. */
const holds = (text: string, secret: string) =>
  Object.entries(ENCODINGS).flatMap(([name, encode]) =>
    [encode(secret), JSON.stringify(encode(secret)).slice(1, -1)].some((one) => text.includes(one.slice(4, -4)))
      ? [name]
      : [],
  );

describe.each(Object.entries(ENCODINGS))('a vendor that sends secrets back %s', (_name, encode) => {
  const echo = (secret: string) => `before ${encode(secret)} after`;
  const items = [
    { id: '1', kind: 'web', note: echo(KEY) },
    { id: '2', kind: echo(KEY), note: 'a kind that is not mapped' },
    { id: echo(TOKEN), kind: 'web', note: echo(TOKEN), [encode(KEY)]: 1 },
    { id: '4', kind: 'web', note: 'nothing of it' },
  ];

  test('finds them in none of the run’s files, published or not', async () => {
    const published = await leftBy(items, { json: { items: [] } });
    expect(published.report).toMatchObject({ state: 'PROCESSED', entities: { asset: { mapped: 3, rejected: 1 } } });
    const stopped = await leftBy(items, { status: 400, json: { error: `${echo(KEY)} ${echo(TOKEN)}` } });
    expect(stopped.report).toMatchObject({ state: 'ERRORED' });
    for (const { text } of [published, stopped]) {
      expect([holds(text, KEY), holds(text, TOKEN)]).toEqual([[], []]);
      expect(text).toContain('nothing of it');
      expect(text).toContain('[secret]');
    }
  });
});

/** Report job whose id and state contain the echo. */
const REPORT: Manifest['streams'] = {
  parts: {
    job: {
      create: { request: { method: 'POST', path: '/jobs', json: {} }, capture: { id: 'id', note: 'note' } },
      poll: { request: { path: '/jobs/{{job.id}}' }, status: 'status', states: { done: 'done' } },
      files: { request: { path: '/parts' } },
    },
    records: 'items',
    key: ['id'],
    paginator: { type: 'none' },
  },
};

describe('a vendor whose jobs send secrets back', () => {
  const connector: Manifest = { ...CONNECTOR, streams: REPORT, maps: base.maps };
  const left = async (status: unknown, parts: Answer) => {
    const vendor = await startSmallVendor((target) => {
      if (target === 'POST /login') return { json: { token: TOKEN } };
      if (target === 'POST /jobs') return { json: { id: 'j', note: `${KEY} ${TOKEN}` } };
      return target === '/jobs/j' ? { json: { status } } : parts;
    });
    const folder = await createFolder();
    const state = join(folder, 'state.json');
    const report = await runSync({
      connector,
      vendor,
      settings: { key: KEY },
      to: folder,
      stateStore: createStateFile(state),
    });
    return { report, text: JSON.stringify(report) + (await readFile(state, 'utf8').catch(() => '')) };
  };

  test('finds them neither in the message about an unknown state, nor in the state', async () => {
    const unknown = await left(`no such job for ${TOKEN}`, {});
    expect(unknown.report.error).toMatchObject({
      code: 'JOB_STATUS_UNKNOWN',
      message: expect.stringContaining('no such job for [secret]'),
    });
    const cut = await left('done', { json: { items: [{ id: '1' }] } });
    expect(cut.report.error).toBeNull();
    for (const { text } of [unknown, cut]) expect([holds(text, KEY), holds(text, TOKEN)]).toEqual([[], []]);
  });

  test.each([{ whole: 'answer' }, ['a', 'list'], 'x'.repeat(100_000)])(
    'finds its response in no message',
    async (status) => {
      const { report } = await left(status, {});
      expect(report.error?.code).toBe('JOB_STATUS_UNKNOWN');
      expect(report.error?.message.length).toBeLessThan(200);
      expect(report.error?.message).not.toMatch(/whole|list/);
    },
  );
});

test('a secret is found across the chunks of a large page', async () => {
  const items = [{ id: '1', kind: 'web', note: `before ${KEY} after` }];
  for (let shift = 0; shift < 3; shift += 1) {
    const { text, report } = await leftBy(items, { json: { items: [] } }, 65_536 * 2 - 60 + shift * 20);
    expect(report.error).toBeNull();
    expect(holds(text, KEY)).toEqual([]);
  }
});
