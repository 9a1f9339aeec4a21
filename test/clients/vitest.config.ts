import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run test:clients`: programs that other people wrote, from PyPI. Not part of the other suites. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/clients/**/*.client.ts'],
    globalSetup: ['test/clients/setup.ts'],
    env: { MAPWRIGHT_TESTS: 'default' },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
