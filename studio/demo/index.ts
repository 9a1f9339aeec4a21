import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ManifestSource, Sample, StudioOptions } from '../server/studio.ts';
import { saveDemoConnections } from './connections.ts';
import issues from './issues.json' with { type: 'json' };
import { startVendors } from './vendors/index.ts';

/** The connector whose map has a problem in the demo, and where a visitor begins. */
const CONNECTOR = 'hcl-appscan-dast';
const START = `/c/${CONNECTOR}/map/finding?sample=demo`;
/** A row of a value table that the demo's copy lacks. */
const LOST_ROW = /\n\s*"New": "NEW",/;

const SAMPLE: Sample = {
  name: 'demo',
  title: 'issues.json (demo)',
  case: 'demo',
  stream: 'issues',
  items: issues.page.Items.length,
  text: JSON.stringify(issues, null, 2),
};

/** What `--demo` brings: simulated vendors on loopback, and a copy of one manifest, in memory, that wants mending. */
export interface Demo {
  readonly manifests: readonly ManifestSource[];
  readonly start: string;
  /** Where the simulated vendors are: the only private addresses that a demo may reach. */
  readonly origins: readonly string[];
  /** Of a store that is gone with the demo. */
  readonly store: string;
  /** Saves two connections to simulated vendors, and starts a run of one. */
  connect(parts: StudioOptions['parts']): Promise<void>;
  close(): Promise<void>;
}

type Vendors = Awaited<ReturnType<typeof startVendors>>;

/** The settings that lead a connector to its simulated vendor; the credentials are made up. */
function findDemoSettings(id: string, vendors: Vendors): ManifestSource['example'] {
  const vendor = Object.entries(vendors).find(([name]) => name === id)?.[1];
  return typeof vendor === 'object' ? { ...vendor.config.settings } : undefined;
}

async function createDemoManifest(source: ManifestSource, vendors: Vendors): Promise<ManifestSource> {
  const id = basename(dirname(source.file));
  const example = findDemoSettings(id, vendors);
  const guided = example ? { ...source, example } : source;
  if (id !== CONNECTOR) return guided;
  const text = (await readFile(source.file, 'utf8')).replace(LOST_ROW, '');
  return { ...guided, origin: 'demo', text, samples: [SAMPLE] };
}

/** Starts the simulated vendors, the same data for the same seed. */
export async function startDemo(places: readonly ManifestSource[], seed = 7, findings = 400): Promise<Demo> {
  const vendors = await startVendors({ seed, findings, latencyMs: 60 });
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-demo-'));
  return {
    manifests: await Promise.all(places.map((source) => createDemoManifest(source, vendors))),
    start: START,
    origins: Object.values(vendors).flatMap((vendor) => (typeof vendor === 'object' ? vendor.origins : [])),
    store: `sqlite:${join(folder, 'demo.db')}`,
    connect: (parts) => saveDemoConnections(parts, (connector) => findDemoSettings(connector, vendors) ?? {}),
    async close() {
      await vendors.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
