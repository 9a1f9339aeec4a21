import { expect, test } from 'vitest';
import { openSpool } from '../../../engine/io/spool.ts';
import { receivePage } from '../../../engine/pipeline/run/page-body.ts';

async function* each(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const received = (...chunks: readonly Uint8Array[]) => receivePage(each(...chunks), openSpool);

test('the memory of a page is freed when it is discarded', async () => {
  for (const chunks of [[100_000], [50_000, 50_000], [10, 20]]) {
    const page = await received(...chunks.map((size) => Buffer.allocUnsafeSlow(size).fill('x')));
    const content = page.content() as Uint8Array;
    expect(content.byteLength).toBe(chunks.reduce((sum, size) => sum + size));
    await page.discard();
    expect((page.content() as Uint8Array).byteLength).toBe(0);
    if (content.byteLength > 1000) expect(content.byteLength).toBe(0);
    await page.discard();
  }
});

test('bytes in a shared buffer are not freed', async () => {
  const all = Buffer.from('mine, and those of another');
  const page = await received(all.subarray(0, 4));
  await page.discard();
  expect(all.toString()).toBe('mine, and those of another');
});

test.each([
  ['at the beginning', 5],
  ['in the middle', 50_000],
  ['at the end', 99_990],
])('pages that differ %s have different fingerprints, identical pages the same one', async (_where, at) => {
  const bytes = Buffer.alloc(100_000, 'x');
  const other = Buffer.from(bytes);
  other[at] = 0;
  const [one, again, second, longer] = await Promise.all(
    [bytes, Buffer.from(bytes), other, Buffer.concat([bytes, bytes])].map((page) => received(page)),
  );
  expect(again?.fingerprint()).toBe(one?.fingerprint());
  expect(second?.fingerprint()).not.toBe(one?.fingerprint());
  expect(longer?.fingerprint()).not.toBe(one?.fingerprint());
});
