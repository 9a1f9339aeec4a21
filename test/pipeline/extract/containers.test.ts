import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExtractionSpec } from '../../../engine/pipeline/extract/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { zip } from '../../setup/zip.ts';
import { inChunks, readAll } from './read.ts';

type Decoder = NonNullable<ExtractionSpec['decoder']>;

const json: ExtractionSpec = { records: 'items' };
const page = (...ids: readonly (number | string)[]) => JSON.stringify({ items: ids.map((id) => ({ id })) });
const items = (...ids: readonly (number | string)[]) => ids.map((id) => ({ id }));

describe('gzip', () => {
  test.each([
    ['one member', gzipSync(page(1, 2))],
    ['two members', Buffer.concat([gzipSync('{"items": [{"id": 1},'), gzipSync('{"id": 2}]}')])],
    ['gzip in gzip', gzipSync(gzipSync(page(1, 2)))],
  ])('%s', async (_name, bytes) => {
    for (const size of [1, 7, 100_000]) expect((await readAll(json, inChunks(bytes, size))).items).toEqual(items(1, 2));
  });

  test.each([
    ['truncated', gzipSync(page(1, 2)).subarray(0, -12), undefined, 'BODY_TRUNCATED'],
    ['damaged', Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.from('not deflate')]), undefined, 'BODY_DAMAGED'],
    ['left packed on request', gzipSync(page(1)), 'none', 'BODY_NOT_JSON'],
    ['packed four times', gzipSync(gzipSync(gzipSync(gzipSync(page(1))))), undefined, 'BODY_NOT_JSON'],
    ['empty inside', gzipSync(''), undefined, 'BODY_EMPTY'],
  ] as const)('%s', async (_name, bytes, container, error) => {
    const decoder: Decoder = { type: 'json', ...(container ? { container } : {}) };
    for (const size of [3, 100_000])
      expect((await readAll({ ...json, decoder }, inChunks(bytes, size))).error).toBe(error);
  });

  test('decode(gzip(x)) equals decode(x), in any chunks', async () => {
    const decoders = fc.constantFrom<Decoder>({ type: 'ndjson' }, { type: 'lines' }, { type: 'csv', columns: ['a'] });
    const text = fc.stringMatching(/^[a-z0-9"{}:,\u00e9\n\r ]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(decoders, text, fc.integer({ min: 1, max: 50 }), async (decoder, body, size) => {
        const spec: ExtractionSpec = { decoder, records: '$' };
        const plain = await readAll(spec, [Buffer.from(body)]);
        expect(await readAll(spec, inChunks(Buffer.from(body), size))).toEqual(plain);
        expect(await readAll(spec, inChunks(gzipSync(body), size))).toEqual(plain);
      }),
      { numRuns: scaleRuns(100) },
    );
  });
});

describe('zip', () => {
  const two = [
    { name: 'a.json', content: page(1, 2) },
    { name: 'sub/b.json', content: page(3), stored: true },
    { name: 'sub/', content: '', stored: true },
    { name: 'readme.txt', content: 'not JSON', streamed: true },
  ];

  test.each<[string, string | undefined, readonly (string | number)[]]>([
    ['all files of a kind', '*.json', [1, 2, 3]],
    ['one file', 'a.json', [1, 2]],
    ['a file in a folder', 'sub/*.json', [3]],
    ['a file in any folder', 'b.jso?', [3]],
  ])('%s', async (_name, entry, ids) => {
    const decoder: Decoder = { type: 'json', container: 'zip', ...(entry ? { entry } : {}) };
    for (const size of [1, 9, 100_000]) {
      const outcome = await readAll({ ...json, decoder }, inChunks(zip(two), size));
      expect(outcome).toMatchObject({ items: items(...ids), seen: ids.length });
    }
  });

  test('all files without a declaration; the last one is the page', async () => {
    const archive = zip([
      { name: '1', content: '{"items": [{"id": 1}], "page": 1}', streamed: true },
      { name: '../2', content: gzipSync('{"items": [{"id": 2}], "page": 2}') },
    ]);
    const outcome = await readAll(json, [archive]);
    expect(outcome).toMatchObject({ items: items(1, 2), envelope: { items: [], page: 2 } });
  });

  test.each([
    ['no file matches', zip(two), { entry: '*.xml' }, 'ARCHIVE_UNREADABLE'],
    ['an encrypted file', zip([{ name: 'a', content: page(1), encrypted: true }]), {}, 'ARCHIVE_UNREADABLE'],
    ['a wrong checksum', zip([{ name: 'a', content: page(1), crc: 1 }]), {}, 'BODY_DAMAGED'],
    [
      'a wrong checksum of a stored file',
      zip([{ name: 'a', content: page(1), stored: true, crc: 1 }]),
      {},
      'BODY_DAMAGED',
    ],
    ['a truncated archive', zip(two).subarray(0, -30), {}, 'BODY_DAMAGED'],
    ['no files', zip([]), {}, 'BODY_EMPTY'],
    ['a file that is not JSON', zip(two), {}, 'BODY_NOT_JSON'],
  ] as const)('%s', async (_name, archive, more, error) => {
    const outcome = await readAll({ ...json, decoder: { type: 'json', ...more } }, [archive]);
    expect(outcome.error).toBe(error);
  });

  test('any files, in any chunks', async () => {
    const files = fc.array(fc.array(fc.integer(), { maxLength: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), fc.integer({ min: 1, max: 60 }), async (all, stored, size) => {
        const archive = zip(all.map((ids, at) => ({ name: `f${at}`, content: page(...ids), stored })));
        expect((await readAll(json, inChunks(archive, size))).items).toEqual(items(...all.flat()));
      }),
      { numRuns: scaleRuns(60) },
    );
  });
});

describe('charset', () => {
  const text = '{"items": [{"id": "é€"}]}';
  const latin = Buffer.from('{"items": [{"id": "Zoë"}]}', 'latin1');
  test.each<{ name: string; bytes: Uint8Array; charset?: string; contentType?: string; id: string }>([
    { name: 'UTF-8 by default', bytes: Buffer.from(text), id: 'é€' },
    { name: 'the header', bytes: latin, contentType: 'application/json; charset=ISO-8859-1', id: 'Zoë' },
    { name: 'the header, in quotes', bytes: latin, contentType: 'application/json;charset="latin1"', id: 'Zoë' },
    {
      name: 'the manifest before the header',
      bytes: latin,
      charset: 'windows-1252',
      contentType: 'x/y; charset=utf-8',
      id: 'Zoë',
    },
    { name: 'UTF-8 with a wrong header', bytes: Buffer.from(text), contentType: 'x/y; charset=iso-8859-1', id: 'é€' },
    {
      name: 'an unknown charset in the header',
      bytes: Buffer.from(text),
      contentType: 'x/y; charset=utf8mb9',
      id: 'é€',
    },
    { name: 'UTF-16 with a byte order mark', bytes: Buffer.from(`\uFEFF${text}`, 'utf16le'), id: 'é€' },
    { name: 'UTF-16 without one', bytes: Buffer.from(text, 'utf16le'), id: 'é€' },
    { name: 'UTF-16 big-endian', bytes: Buffer.from(text, 'utf16le').swap16(), id: 'é€' },
    {
      name: 'a byte order mark before the header',
      bytes: Buffer.from(`\uFEFF${text}`),
      contentType: 'x/y; charset=utf-16',
      id: 'é€',
    },
    { name: 'in gzip', bytes: gzipSync(latin), contentType: 'application/json; charset=latin1', id: 'Zoë' },
    { name: 'in zip, by the manifest', bytes: zip([{ name: 'a', content: latin }]), charset: 'latin1', id: 'Zoë' },
  ])('$name', async ({ bytes, charset, contentType, id }) => {
    const spec: ExtractionSpec = { ...json, decoder: { type: 'json', ...(charset ? { charset } : {}) } };
    for (const size of [1, 2, 3, 100_000]) {
      const outcome = await readAll(spec, inChunks(bytes, size), contentType ? { contentType } : {});
      expect(outcome.items).toEqual([{ id }]);
    }
  });

  test.each([
    ['an unknown charset', 'klingon', Buffer.from(text)],
    ['bytes that the charset does not have', 'utf-16le', Buffer.from([0x7b, 0x00, 0x00, 0xd8, 0x7d, 0x00])],
  ])('%s', async (_name, charset, bytes) => {
    expect((await readAll({ ...json, decoder: { type: 'json', charset } }, [bytes])).error).toBe('BODY_CHARSET');
  });

  test('any text of a single-byte charset, in any chunks', async () => {
    const words = fc.array(fc.stringMatching(/^[a-zà-öø-ÿ]{1,10}$/), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 1, max: 20 }), async (ids, size) => {
        const bytes = Buffer.from(page(...ids), 'latin1');
        const spec: ExtractionSpec = { ...json, decoder: { type: 'json', charset: 'iso-8859-1' } };
        expect((await readAll(spec, inChunks(bytes, size))).items).toEqual(items(...ids));
      }),
      { numRuns: scaleRuns(100) },
    );
  });

  test('a body in UTF-8 with another charset in its header is UTF-8, wherever its chunks end', async () => {
    const words = fc.array(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => !/[\0\ud800-\udfff]/.test(word)),
      {
        minLength: 1,
      },
    );
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 1, max: 20 }), async (ids, size) => {
        const contentType = 'application/json; charset=iso-8859-1';
        const outcome = await readAll(json, inChunks(Buffer.from(page(...ids)), size), { contentType });
        expect(outcome.items).toEqual(items(...ids));
      }),
      { numRuns: scaleRuns(100) },
    );
  });
});
