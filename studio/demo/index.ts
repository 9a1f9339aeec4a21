import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ManifestSource, Sample, StudioOptions } from '../server/studio.ts';
import { saveDemoConnections } from './connections.ts';
import issues from './issues.json' with { type: 'json' };
import { startVendors } from './vendors/index.ts';

/** Connector whose map has a problem in the demo. */
const CONNECTOR = 'hcl-appscan-dast';
const START = `/c/${CONNECTOR}/map/finding?sample=demo`;
/** Row that is removed from a value table in the demo's copy of the manifest. */
const REMOVED_ROW = /\n\s*"New": "NEW",/;

const SAMPLE: Sample = {
  name: 'demo',
  title: 'issues.json (demo)',
  case: 'demo',
  stream: 'issues',
  items: issues.page.Items.length,
  text: JSON.stringify(issues, null, 2),
};

/** Running demo: simulated vendors on loopback, and the manifests, one of them an in-memory copy with an unmapped value. */
export interface Demo {
  readonly manifests: readonly ManifestSource[];
  readonly start: string;
  /** Origins of the simulated vendors, the only private addresses that a demo may connect to. */
  readonly origins: readonly string[];
  /** URL of a temporary store, which is deleted with the demo. */
  readonly store: string;
  /** Saves two connections to simulated vendors, and starts a run of one of them. */
  connect(parts: StudioOptions['parts']): Promise<void>;
  close(): Promise<void>;
}

type Vendors = Awaited<ReturnType<typeof startVendors>>;

/** Returns the settings for the simulated vendor of a connector, with generated credentials. */
function findDemoSettings(id: string, vendors: Vendors): ManifestSource['example'] {
  const vendor = Object.entries(vendors).find(([name]) => name === id)?.[1];
  return typeof vendor === 'object' ? { ...vendor.config.settings } : undefined;
}

async function createDemoManifest(source: ManifestSource, vendors: Vendors): Promise<ManifestSource> {
  const id = basename(dirname(source.file));
  const example = findDemoSettings(id, vendors);
  const withExample = example ? { ...source, example } : source;
  if (id !== CONNECTOR) return withExample;
  const text = (await readFile(source.file, 'utf8')).replace(REMOVED_ROW, '');
  return { ...withExample, origin: 'demo', text, samples: [SAMPLE] };
}

/** Starts the simulated vendors. The same seed generates the same data. */
export async function startDemo(sources: readonly ManifestSource[], seed = 7, findings = 400): Promise<Demo> {
  const vendors = await startVendors({ seed, findings, latencyMs: 60 });
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-demo-'));
  return {
    manifests: await Promise.all(sources.map((source) => createDemoManifest(source, vendors))),
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
