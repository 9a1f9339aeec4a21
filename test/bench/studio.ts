import { readFile } from 'node:fs/promises';
import { explainSample } from '../../engine/workbench/preview/index.ts';
import issues from '../../studio/demo/issues.json' with { type: 'json' };

const MANIFEST = new URL('../../manifests/hcl-appscan-dast/manifest.json', import.meta.url);
const ROUNDS = 15;
/** The finding map of the connector has 18 fields; the target is defined for 12. */
const TARGETS = 12;

/** Returns the median time of a keystroke in the engine, in milliseconds. */
export interface KeystrokeTime {
  readonly records: number;
  readonly targets: number;
  readonly ms: number;
  readonly cpuMs: number;
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function buildSample(records: number): string {
  const { scope, page } = issues;
  const items = Array.from({ length: records }, (_, at) => ({
    ...page.Items[at % page.Items.length],
    Id: `issue-${at}`,
  }));
  return JSON.stringify({ scope, page: { Items: items, Count: records } });
}

/** Returns the manifest after each keystroke, with a different text every time. */
function typeText(text: string): (round: number) => string {
  const manifest = JSON.parse(text);
  const { fields } = manifest.maps.finding;
  manifest.maps.finding.fields = Object.fromEntries(Object.entries(fields).slice(0, TARGETS));
  return (round) => {
    manifest.maps.finding.fields.name = `IssueType & '${'x'.repeat(round)}'`;
    return JSON.stringify(manifest, null, 2);
  };
}

/** Measures keystroke to preview, including the comparison with the default map, for a page and for 1000 records. */
export async function measureKeystrokes(): Promise<KeystrokeTime[]> {
  const base = await readFile(MANIFEST, 'utf8');
  const at = typeText(base);
  const times: KeystrokeTime[] = [];
  for (const records of [100, 1_000]) {
    const sample = buildSample(records);
    const [walls, cpus]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const manifest = at(round);
      const [begin, cpu] = [performance.now(), process.cpuUsage()];
      const { error } = await explainSample({ manifest, map: 'finding', sample, base });
      if (error) throw new Error(error.message);
      const { user, system } = process.cpuUsage(cpu);
      walls.push(performance.now() - begin);
      cpus.push((user + system) / 1_000);
    }
    times.push({ records, targets: TARGETS, ms: middle(walls), cpuMs: middle(cpus) });
  }
  return times;
}

if (import.meta.main) console.table(await measureKeystrokes());
