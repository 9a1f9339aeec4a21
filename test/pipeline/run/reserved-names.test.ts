import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { openSpool } from '../../../engine/io/spool.ts';
import { needsInterpreter } from '../../../engine/language/expression/index.ts';
import { receivePage } from '../../../engine/pipeline/run/page-body.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const streams: Manifest['streams'] = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
};
const base = createSmallManifest(streams, { assets: 'things' });
/** In the JSONata interpreter, `$` of an object with `outerWrapper` is its member `0`. */
const CONNECTOR: Manifest = {
  ...base,
  maps: {
    asset: {
      from: 'things',
      to: 'asset',
      fields: {
        externalAssetId: { value: 'id', identity: true },
        assetType: "'WEB_APPLICATION'",
        'assetDetail.name': '$type($)',
      },
    },
  },
};

async function namesIn(page: object): Promise<unknown[]> {
  const vendor = await startSmallVendor(() => ({ json: page }));
  const folder = await createFolder();
  const report = await runSync({ connector: CONNECTOR, vendor, to: folder });
  expect(report.error).toBeNull();
  const lines = (await readFile(join(folder, 'assets.ndjson'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { assetDetail: { name: unknown } }).assetDetail.name);
}

test('a page with the JSONata interpreter’s internal names is mapped by the interpreter, for any size', async () => {
  const marked = { id: '1', outerWrapper: true, 0: 'a text' };
  expect(await namesIn({ items: [{ id: '1' }] })).toEqual(['object']);
  expect(await namesIn({ items: [marked, { id: '2' }] })).toEqual(['string', 'object']);
  expect(await namesIn({ items: [marked], filler: 'x'.repeat(5 << 20) })).toEqual(['string']);
});

test.each([
  ['{"_jsonata_lambda":true}', true],
  ['{"a":{"outerWrapper":1}}', true],
  ['{"tupleStream":true}', true],
  ['{"\\u006futerWrapper":1}', true],
  ['{"a":"HttpServletRequestWrapper, a Stream","\\u00e9":"jsonata_"}', false],
])('%s', (text, expected) => {
  expect(needsInterpreter(text)).toBe(expected);
  expect(needsInterpreter(Buffer.from(text))).toBe(expected);
});

test('an internal name is found across the chunks of a page that is buffered on disk', async () => {
  const page = Buffer.from(`${'x'.repeat(5 << 20)}"tupleStream"`);
  for (let cut = page.length - 14; cut < page.length; cut += 1) {
    const body = await receivePage(
      (async function* () {
        yield page.subarray(0, cut);
        yield page.subarray(cut);
      })(),
      openSpool,
    );
    expect(body.needsInterpreter).toBe(true);
    await body.discard();
  }
});
