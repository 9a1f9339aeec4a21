import { expect, test } from 'vitest';
import { compileConnector, type Manifest } from '../../../engine/index.ts';
import { createSmallManifest } from '../run/small-vendor.ts';

const URL = 'https://acme.example';

function compile(changes: Partial<Manifest['streams'][string]>, size: number) {
  const things: Manifest['streams'][string] = {
    request: { path: '/things' },
    records: 'items',
    key: ['id'],
    ...changes,
  };
  const manifest = createSmallManifest({ things }, { findings: 'things' });
  return compileConnector(manifest, { settings: { url: URL, size } });
}

test('a setting can be the concurrency of a stream', async () => {
  const { streams } = await compile({ concurrency: '{{settings.size}}' }, 7);
  expect(streams[0]?.concurrency).toBe(7);
});

test.each([
  ['a concurrency', 0, 'from 1 to 64'],
  ['a concurrency', 65, 'from 1 to 64'],
  ['a page size', 0, 'above zero'],
])('a setting used as %s cannot be %i', async (use, size, range) => {
  const paginator = { type: 'offset', offsetParam: 'from', limit: '{{settings.size}}', stop: ['emptyPage'] } as const;
  const changes =
    use === 'a page size'
      ? { paginator: { ...paginator, stop: ['emptyPage' as const] } }
      : { concurrency: '{{settings.size}}' };
  await expect(compile(changes as Partial<Manifest['streams'][string]>, size)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(range),
  });
});
