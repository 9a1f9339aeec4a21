import { expect, test } from 'vitest';
import type { JsonObject } from '../../engine/base/json/index.ts';
import { upgradeManifest } from '../../engine/manifest/upgrade.ts';

interface Upgrade {
  readonly name: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Creates streams with these cursors. */
const createCursors = (cursors: readonly string[]): JsonObject =>
  Object.fromEntries(cursors.map((cursor, at) => [`s${at}`, { incremental: { cursor, type: 'datetime' } }]));

/** Parts of manifests in version 1 and in the current version. */
const FROM_1: readonly Upgrade[] = [
  {
    name: 'a single rate limit becomes a list',
    before: { defaults: { concurrency: 2, rateLimit: { limit: 5, per: 'PT1S' } } },
    after: { defaults: { concurrency: 2, rateLimit: [{ limit: 5, per: 'PT1S' }] } },
  },
  {
    name: 'the request that fetches the result of a job becomes the one that reads its only file',
    before: { streams: { a: { job: { poll: {}, fetch: { path: '/r' } } }, b: { request: { path: '/' } } } },
    after: { streams: { a: { job: { poll: {}, files: { request: { path: '/r' } } } }, b: { request: { path: '/' } } } },
  },
  {
    name: 'the path of a cursor becomes an expression',
    before: {
      streams: {
        plain: { records: 'items' },
        ...createCursors(['at', 'meta.updated_at', '@time', 'a.last-at', 'a.0.at']),
      },
    },
    after: {
      streams: {
        plain: { records: 'items' },
        ...createCursors(['at', 'meta.updated_at', '`@time`', 'a.`last-at`', 'a[0].at']),
      },
    },
  },
  {
    name: 'a partition becomes a list of sources',
    before: {
      streams: {
        apps: { key: ['id'] },
        issues: { key: ['id'], partition: { parent: 'apps', as: 'app', where: 'open', concurrency: 2, skipOn: [404] } },
        rows: { partition: { parent: 'apps', as: 'app' } },
      },
    },
    after: {
      streams: {
        apps: { key: ['id'] },
        issues: {
          key: ['id'],
          partitions: [{ parent: 'apps', as: 'app', where: 'open' }],
          concurrency: 2,
          skipOn: [404],
        },
        rows: { partitions: [{ parent: 'apps', as: 'app' }] },
      },
    },
  },
  {
    name: 'a client that authenticates with a Basic header',
    before: { auth: { type: 'anyOf', choices: [{ auth: { type: 'oauth2', clientAuth: 'header' } }] } },
    after: { auth: { type: 'anyOf', choices: [{ auth: { type: 'oauth2', clientAuth: 'basic' } }] } },
  },
];

test.each(FROM_1)('from version 1: $name', ({ before, after }) => {
  expect(upgradeManifest({ manifestVersion: 1, ...before })).toEqual({
    value: { manifestVersion: 2, ...after },
    upgradedFrom: 1,
  });
  expect(upgradeManifest({ manifestVersion: 2, ...after })).toEqual({ value: { manifestVersion: 2, ...after } });
});
