import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Folders whose tests leave nothing behind in their process: they share one, which saves most of their time. */
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

/** These share it by default as well; the full suite adds rows to them that need a process of their own. */
const SHARED_BY_DEFAULT = ['inventory', 'io', 'pipeline/run', 'pipeline/sink', 'studio/server', 'workbench/check'];

const toPatterns = (folders: readonly string[]): string[] => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** `npm test` runs what Node alone can run in a few minutes, `--mode full` everything: see test/README.md. */
export default defineConfig(({ mode }) => {
  const isFull = mode === 'full';
  const exclude = isFull ? [] : ['test/**/*.full.test.ts'];
  const shared = toPatterns(isFull ? SHARED : [...SHARED, ...SHARED_BY_DEFAULT]);
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
      projects: [
        { test: { ...common, name: 'shared', include: shared, exclude, isolate: false } },
        { test: { ...common, name: 'isolated', include: ['test/**/*.test.ts'], exclude: [...exclude, ...shared] } },
      ],
    },
  };
});
