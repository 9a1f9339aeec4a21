import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a page of 200 MB is read in a heap of 48 MB', async () => {
  const script = fileURLToPath(new URL('huge-page.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=48', script]);
  const { kilobytes, ...outcome } = JSON.parse(stdout);
  expect(outcome).toEqual({ sum: (200_000 * 199_999) / 2, seen: 200_000, envelope: { total: 200_000, Items: [] } });
  expect(kilobytes).toBeLessThan(200_000);
});
