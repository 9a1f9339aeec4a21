import { basename } from 'node:path';
import {
  confinePath,
  engineError,
  formatSample,
  isEngineError,
  listCaseNames,
  type RecordedPage,
  type Recording,
  readRecordedPages,
  readText,
  type Sandbox,
} from '../../engine/index.ts';
import type { CatalogueEntry } from './connector-catalogue.ts';
import type { Sample } from './studio.ts';

const MAX_BYTES = 8 << 20;

/** Largest body with a sample of up to 12 MB: its text is escaped, and a manifest comes with it. */
export const SAMPLE_BYTES = 16 << 20;

/** Reads the recorded cases of a connector, as pairs of name and recording; skips unreadable ones. */
export async function readRecordings({ folder }: CatalogueEntry): Promise<readonly (readonly [string, Recording])[]> {
  const recordings: (readonly [string, Recording])[] = [];
  for (const name of await listCaseNames(folder)) {
    const read = await readText(await confinePath(folder, `recordings/${basename(name)}.json`), MAX_BYTES);
    try {
      if ('text' in read) recordings.push([name, JSON.parse(read.text) as Recording]);
    } catch {
      // `mapwright test` reports what is wrong with a recording.
    }
  }
  return recordings;
}

function buildSamples(name: string, pages: readonly RecordedPage[]): Sample[] {
  const counts = new Map<string, number>();
  return pages.flatMap((page) => {
    const { stream, items } = page;
    const number = (counts.get(stream) ?? 0) + 1;
    counts.set(stream, number);
    if (items === 0) return [];
    const sample = { name: `${name}.${stream}.${number}`, title: `${name}: ${stream}, page ${number}`, case: name };
    return [{ ...sample, stream, items, text: formatSample(page) }];
  });
}

/** Samples of connectors: the pages of their recorded cases, read with the current manifests. */
export interface Samples {
  of(connector: CatalogueEntry): Promise<readonly Sample[]>;
  /** Rejects with STUDIO_SAMPLE_UNKNOWN. */
  find(connector: CatalogueEntry, name: string): Promise<Sample>;
}

/** Reads pages once per manifest text and list of cases; replays untrusted manifests in the sandbox. */
export function createSamples(sandbox: Sandbox): Samples {
  const cache = new Map<
    string,
    { readonly text: string; readonly cases: string; readonly samples: Promise<Sample[]> }
  >();

  const replayCases = async (connector: CatalogueEntry): Promise<Sample[]> => {
    const { manifest } = connector;
    if (!manifest) return [];
    const isTrusted = connector.source.origin !== 'own';
    const samples: Sample[] = [];
    for (const [name, recording] of await readRecordings(connector)) {
      try {
        const pages = isTrusted
          ? readRecordedPages(manifest, recording)
          : sandbox.call('pages', { manifest, recording });
        samples.push(...buildSamples(name, await pages));
      } catch (error) {
        // A case that the manifest cannot replay has no samples; `mapwright test` reports why.
        if (!isEngineError(error)) throw error;
      }
    }
    return samples;
  };

  const of = async (connector: CatalogueEntry): Promise<readonly Sample[]> => {
    const { text, source } = connector;
    const cases = (await listCaseNames(connector.folder)).join();
    const cached = cache.get(source.file);
    const samples = cached?.text === text && cached.cases === cases ? cached.samples : replayCases(connector);
    cache.set(source.file, { text, cases, samples });
    return [...(source.samples ?? []), ...(await samples)];
  };

  return {
    of,
    async find(connector, name) {
      const found = (await of(connector)).find((sample) => sample.name === name);
      if (found) return found;
      throw engineError('STUDIO_SAMPLE_UNKNOWN', { sample: name });
    },
  };
}
