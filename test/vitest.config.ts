import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm test` runs what Node alone can run in three minutes, `--mode full` everything: see test/README.md. */
export default defineConfig(({ mode }) => {
  const isFull = mode === 'full';
  return {
    test: {
      root: fileURLToPath(new URL('..', import.meta.url)),
      include: ['test/**/*.test.ts'],
      exclude: isFull ? [] : ['test/**/*.full.test.ts'],
      env: { MAPWRIGHT_TESTS: isFull ? 'full' : 'default' },
      testTimeout: 60_000,
      hookTimeout: 120_000,
      pool: 'forks',
      maxWorkers: 2,
      globalSetup: ['test/setup/global.ts'],
    },
  };
});
