import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '../../engine/manifest/index.ts';
import { compileManifestMap } from '../../engine/pipeline/connector/index.ts';
import { compileExtraction } from '../../engine/pipeline/extract/index.ts';
import { openDestination, writeBatch } from '../../engine/pipeline/sink/index.ts';
import { createBatch } from '../pipeline/sink/batch.ts';
import { createSubjects } from './map/subjects.ts';

const ROUNDS = 5;
const BATCH = 500;

/** Returns records per CPU second: the best of a few rounds, the first of which warm up. */
async function rate(records: number, work: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, user + system);
  }
  return records / (best / 1e6);
}

/** Measures each stage separately on HCL AppScan issues. */
export async function measureStages(): Promise<ReadonlyMap<string, number>> {
  const { units = [], texts = [] } = createSubjects().find(({ name }) => name === 'hcl-appscan-dast') ?? {};
  const items = Array.from({ length: 20 }, () => texts).flat();
  const page = Buffer.from(`{"Items":[${items.join(',')}],"Count":${items.length}}`);
  const text = await readFile(new URL('../../manifests/hcl-appscan-dast/manifest.json', import.meta.url), 'utf8');
  const { manifest } = parseManifest(text);
  const spec = manifest?.maps['finding'];
  if (!manifest || !spec) throw new Error('the manifest has no finding map');
  const extraction = compileExtraction({ records: 'Items' });
  const { map } = compileManifestMap(manifest, spec, { settings: {}, filters: {} });
  const values = Array.from({ length: 20 }, () => units).flat();
  const records: object[] = [];
  for (const { item, scope } of values) {
    const outcome = await map(item, scope);
    if (outcome.kind === 'record') records.push(outcome.record);
  }
  const rates = new Map<string, number>();
  rates.set(
    'splitting',
    await rate(items.length, async () => {
      for await (const _ of extraction.read([page], {}));
    }),
  );
  rates.set(
    'mapping and validating',
    await rate(values.length, async () => {
      for (const { item, scope } of values) {
        const outcome = map(item, scope);
        if (outcome instanceof Promise) await outcome;
      }
    }),
  );
  rates.set(
    'writing',
    await rate(records.length, async () => {
      const sink = openDestination(`ndjson:${join(tmpdir(), 'mapwright-bench-sink')}`, {
        writeOut: async () => undefined,
      });
      await sink.open();
      for (let at = 0; at < records.length; at += BATCH)
        await writeBatch(sink, createBatch({ finding: records.slice(at, at + BATCH) as never }));
      await sink.checkpoint();
      await sink.abandon(false);
    }),
  );
  return rates;
}
