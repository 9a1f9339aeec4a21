import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../../engine/manifest/index.ts';
import { compileConnector } from '../../../engine/pipeline/connector/index.ts';
import { changeGood } from '../../manifest/good.ts';

const SETTINGS = { key_id: 'a28f-120d', key_secret: 's3cret-s3cret' };
const SECONDS = { type: 'string', title: 'Seconds', default: '7' };

const compile = (change: Readonly<Record<string, unknown>>, seconds?: string) => {
  const { manifest, issues } = parseManifest(
    changeGood({ '/settings/properties/seconds': SECONDS, ...change }),
    'errors',
  );
  if (!manifest || issues.length > 0) throw new Error(JSON.stringify(issues));
  return compileConnector(manifest, { settings: { ...SETTINGS, ...(seconds === undefined ? {} : { seconds }) } });
};

const TEXT = 'PT{{settings.seconds}}S';

const PLACES: readonly (readonly [pointer: string, value: unknown])[] = [
  ['/defaults/retry', { baseDelay: TEXT }],
  ['/defaults/retry', { maxDelay: TEXT }],
  ['/defaults/rateLimit/0/per', TEXT],
  ['/defaults/retry', { wait: TEXT }],
  ['/defaults/errors', [{ status: [409], action: 'retry', wait: TEXT }]],
  ['/defaults/timeout', TEXT],
  ['/defaults/budget', { time: TEXT }],
  ['/auth/ttl', TEXT],
  ['/auth/refreshBefore', TEXT],
  ['/streams/issues/timeout', TEXT],
  ['/streams/issues/incremental/lookback', TEXT],
  ['/streams/reports/window/length', TEXT],
  ['/streams/reports/window/start', `-${TEXT}`],
  ['/streams/reports/window/end', `-${TEXT}`],
  ['/streams/reports/job/poll/interval', TEXT],
  ['/streams/reports/job/poll/timeout', TEXT],
];

describe('a duration that contains a setting', () => {
  test('is resolved from the config', async () => {
    const { retry, rateLimits } = await compile({
      '/defaults/retry': { baseDelay: TEXT, maxDelay: 'PT{{settings.seconds}}M' },
      '/defaults/rateLimit/0/per': TEXT,
    });
    expect(retry).toMatchObject({ baseDelayMs: 7_000, maxDelayMs: 420_000 });
    expect(rateLimits).toEqual([{ limit: 500, perMs: 7_000 }]);
  });

  test.each(PLACES)('is accepted at %s: %j', async (pointer, value) => {
    await expect(compile({ [pointer]: value })).resolves.toMatchObject({ manifest: { id: 'acme-scanner' } });
  });

  test.each(PLACES)('names the invalid setting at %s: %j', async (pointer, value) => {
    await expect(compile({ [pointer]: value }, 'ten')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { path: '/settings/seconds', problem: expect.stringContaining('the setting "seconds"') },
    });
  });
});
