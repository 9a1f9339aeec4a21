import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Manifest } from '../../engine/index.ts';
import { createFolder, readRecords, readRejects } from '../pipeline/run/folder.ts';
import { createSmallManifest, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync } from '../pipeline/run/sync.ts';
import { scaleRuns } from '../setup/suite.ts';

const SIZE = 3;
const BUDGET = 4;

const base = createSmallManifest(
  {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'] },
    },
  },
  { findings: 'things', defaults: { retry: { attempts: 6, budget: BUDGET } } },
);
const { finding } = base.maps;
const CONNECTOR: Manifest = {
  ...base,
  maps: finding
    ? {
        finding: {
          ...finding,
          where: 'skip = true ? false : true',
          fields: { ...finding.fields, severity: { value: 'level', as: 'integer' } },
        },
      }
    : {},
};

/** Items with every outcome: mapped, skipped, rejected by the map, and malformed. */
const item = fc.constantFrom(
  (id: string) => `{"id":"${id}","level":3}`,
  (id: string) => `{"id":"${id}","level":3,"skip":true}`,
  (id: string) => `{"id":"${id}","level":"high"}`,
  (id: string) => `{"id":"${id}"}`,
  (id: string) => `{"id":"${id}","id":"${id}"}`,
  (id: string) => `{"id":"${id}","level":3,"note":"\\u0000"}`,
  () => 'null',
);

const pagesOf = (items: readonly string[]) =>
  Array.from(
    { length: Math.ceil(items.length / SIZE) + 1 },
    (_, page) => `{"items":[${items.slice(page * SIZE, (page + 1) * SIZE).join()}]}`,
  );

test('mapped + rejected + skipped = read, and requests never exceed pages plus the retry budget', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 12 }),
      fc.array(fc.nat(2), { maxLength: 5 }),
      async (makes, failures) => {
        const texts = makes.map((make, at) => make(`t${at}`));
        const pages = pagesOf(texts);
        const left = [...failures];
        const vendor = await startSmallVendor((target) => {
          const page = Number(new URL(target, 'http://vendor').searchParams.get('page'));
          const times = left[page] ?? 0;
          left[page] = times - 1;
          return times > 0 ? { status: 503 } : { text: pages[page] ?? '{"items":[]}' };
        });
        const to = await createFolder();
        const report = await runSync({ connector: CONNECTOR, vendor, to });
        const { requests = 0, pages: read = 0, retries = 0, items = 0 } = report.streams['things'] ?? {};
        expect(vendor.asked).toHaveLength(requests);
        expect(retries).toBeLessThanOrEqual(BUDGET);
        expect(requests).toBeLessThanOrEqual(read + retries + (report.error ? 1 : 0));
        if (report.error) return void expect(report.error.code).toBe('RETRY_BUDGET_SPENT');
        const skipped = texts.filter((text) => text.includes('"skip":true')).length;
        const { mapped, rejected, written } = report.entities.finding;
        expect([items, mapped + rejected + skipped]).toEqual([texts.length, texts.length]);
        expect([(await readRecords(to, 'findings.ndjson')).length, (await readRejects(to)).length]).toEqual([
          written,
          rejected,
        ]);
      },
    ),
    { numRuns: scaleRuns(30), seed: 33 },
  );
});
