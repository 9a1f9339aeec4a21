import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildWhere,
  type Entity,
  parseQuery,
  printQuery,
  type Query,
  readQuery,
} from '../../../engine/inventory/query/index.ts';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { KINDS } from '../store/stores.ts';
import { anyQuery, nastyText } from './arbitrary.ts';
import { satisfies, type World } from './oracle.ts';
import { anyDrafts, settle } from './world.ts';

const NOW = Date.UTC(2025, 1, 15, 12);

describe.each(['finding', 'asset'] as const)('a query about %ss', (entity) => {
  test('survives printing and parsing', () => {
    fc.assert(
      fc.property(anyQuery(entity), (query) => {
        expect(parseQuery(printQuery(query, entity), entity)).toEqual(query);
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test('any text is parsed or rejected with a position', () => {
    const pieces = fc.constantFrom(
      'severity',
      ':',
      '>=',
      '(',
      ')',
      '[',
      ']',
      ',',
      '..',
      '"',
      '`',
      'and',
      'not ',
      'inventory:(',
      ' ',
      '4',
      '*',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, nastyText)).map((all) => all.join('')),
        (text) => {
          const { query, issues } = readQuery(text, entity);
          if (query) expect(parseQuery(printQuery(query, entity), entity)).toEqual(query);
          for (const { from, to, fix } of issues) {
            expect(from).toBeLessThanOrEqual(to);
            expect(to).toBeLessThanOrEqual(text.length);
            expect(fix).not.toBe('');
          }
        },
      ),
      { numRuns: scaleRuns(1_000) },
    );
  });
});

async function found({ db, kind }: Store, entity: Entity, query: Query): Promise<string[]> {
  const where = buildWhere(query, { entity, alias: 'r', kind, now: NOW });
  const id = sql.ref(`external_id`);
  const { rows } = await sql<{
    id: string;
  }>`select connection_id || ' ' || ${id} as id from ${sql.table(entity)} as r where ${where}`.execute(db);
  return rows.map((row) => row.id).sort();
}

const expected = (world: World, entity: Entity, query: Query): string[] =>
  world[entity]
    .filter((known) => satisfies(world, query, entity, known, NOW))
    .map(
      ({ connectionId, record }) =>
        `${connectionId} ${record[entity === 'asset' ? 'externalAssetId' : 'externalFindingId']}`,
    )
    .sort();

describe.each(KINDS)('on $kind', ({ kind, url }) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(await url());
  });
  afterAll(() => store?.close());

  test('a query finds what testing each record finds', async () => {
    const testCase = fc.record({
      finding: fc.array(anyQuery('finding'), { minLength: 12, maxLength: 12 }),
      asset: fc.array(anyQuery('asset'), { minLength: 8, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(anyDrafts, testCase, async (drafts, queries) => {
        const world = await settle(store, drafts);
        for (const entity of ['finding', 'asset'] as const)
          for (const query of queries[entity])
            expect(await found(store, entity, query), printQuery(query, entity)).toEqual(
              expected(world, entity, query),
            );
      }),
      { numRuns: scaleRuns(kind === 'sqlite' ? 30 : 12) },
    );
  });
});
