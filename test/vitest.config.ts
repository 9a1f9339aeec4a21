import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './setup/slow-first.ts';

/**
 * Folders whose tests share a process in the full suite, which saves most of their time. The other folders run rows there that
 * need a process of their own: PostgreSQL, browsers, long series of kills. By default, all tests share one.
 */
const SHARED = [
  ...[
    'architecture',
    'base',
    'laws',
    'language',
    'manifest',
    'manifests',
    'oracle',
    'platform/schedule',
    'inventory/query',
  ],
  ...['auth', 'connector', 'extract', 'map', 'pagination', 'request', 'retry'].map((stage) => `pipeline/${stage}`),
  ...['workbench/import', 'workbench/preview', 'workbench/replay', 'workbench/strict', 'studio/demo', 'studio/web'],
];

const toPatterns = (folders: readonly string[]): string[] => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** `npm test` runs what Node alone can run in a few minutes, `--mode full` everything: see test/README.md. */
export default defineConfig(({ mode }) => {
  const isFull = mode === 'full';
  const exclude = isFull ? [] : ['test/**/*.full.test.ts'];
  const shared = isFull ? toPatterns(SHARED) : ['test/**/*.test.ts'];
  const common = {
    root: fileURLToPath(new URL('..', import.meta.url)),
    env: { MAPWRIGHT_TESTS: isFull ? 'full' : 'default' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['test/setup/compile-cache.ts'],
    pool: 'forks' as const,
  };
  return {
    test: {
      ...common,
      maxWorkers: 2,
      globalSetup: ['test/setup/global.ts'],
      sequence: { sequencer: SlowFirst },
      projects: [
        { test: { ...common, name: 'shared', include: shared, exclude, isolate: false } },
        ...(isFull
          ? [
              {
                test: { ...common, name: 'isolated', include: ['test/**/*.test.ts'], exclude: [...exclude, ...shared] },
              },
            ]
          : []),
      ],
    },
  };
});
