import { basename, dirname } from 'node:path';
import {
  engineError,
  type Issue,
  inlineEntitySchemas,
  isEngineError,
  type Manifest,
  parseManifest,
  readText,
  type Sandbox,
} from '../../engine/index.ts';
import type { ManifestSource } from './studio.ts';

/** Largest manifest file that is read. */
const MAX_BYTES = 1 << 20;

/** Connector shown by the studio: its manifest as text, parsed if valid, and its issues. */
export interface CatalogueEntry {
  readonly id: string;
  readonly source: ManifestSource;
  readonly folder: string;
  readonly text: string;
  readonly manifest: Manifest | undefined;
  readonly issues: readonly Issue[];
}

/** Connectors of the studio, read from their files on each call. */
export interface ConnectorCatalogue {
  all(): Promise<readonly CatalogueEntry[]>;
  /** Rejects with CONNECTOR_UNKNOWN. */
  find(id: string): Promise<CatalogueEntry>;
  /** Adds a connector. The others stay before it. */
  add(source: ManifestSource): void;
}

interface Parsing {
  readonly sandbox: Sandbox;
  readonly lint: boolean;
}

type Parsed = Pick<CatalogueEntry, 'manifest' | 'issues'>;

const toSlug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

/** Parses a manifest; untrusted ones in the sandbox. Only manifests of this package can skip the lint rules. */
async function parsePlacedManifest(source: ManifestSource, text: string, { sandbox, lint }: Parsing): Promise<Parsed> {
  if (source.origin !== 'own') {
    const { manifest, issues } = parseManifest(text, lint ? 'all' : 'none');
    return { manifest, issues };
  }
  try {
    const { manifest, issues } = await sandbox.call('validate', { text });
    return { manifest, issues };
  } catch (error) {
    if (!isEngineError(error)) throw error;
    const { message, fix } = error;
    return { manifest: undefined, issues: [{ rule: 'manifest/too-slow', severity: 'error', path: '', message, fix }] };
  }
}

/**
 * Creates a catalogue that parses each manifest text once. Of two manifests with the same id, the first is used.
 *
 * Manifests of the catalogue have passed the lint rules before they were published, and applying the rules to all of them
 * takes a second: only one that is opened, or edited since the start, is linted.
 */
export function createConnectorCatalogue(given: readonly ManifestSource[], sandbox: Sandbox): ConnectorCatalogue {
  const sources = [...given];
  const cache = new Map<string, { readonly text: string; readonly lint: boolean; readonly parsed: Promise<Parsed> }>();

  const parseCached = (source: ManifestSource, text: string, opened: boolean): Promise<Parsed> => {
    const cached = cache.get(source.file);
    const lint = opened || source.origin !== 'catalogue' || (cached !== undefined && cached.text !== text);
    if (cached?.text === text && (cached.lint || !lint)) return cached.parsed;
    const parsed = parsePlacedManifest(source, text, { sandbox, lint });
    cache.set(source.file, { text, lint, parsed });
    return parsed;
  };

  const readEntry = async (source: ManifestSource, opened = false): Promise<CatalogueEntry | undefined> => {
    const read = source.text === undefined ? await readText(source.file, MAX_BYTES) : { text: source.text };
    if ('problem' in read) return undefined;
    const folder = dirname(source.file);
    const inlined = await inlineEntitySchemas(read.text, folder);
    const { manifest, issues } = await parseCached(source, inlined.text, opened);
    return {
      id: manifest?.id ?? toSlug(basename(folder)),
      ...{ source, folder, text: read.text, manifest },
      issues: [...inlined.issues, ...issues],
    };
  };

  const all = async (): Promise<readonly CatalogueEntry[]> => {
    const found = (await Promise.all(sources.map((source) => readEntry(source)))).filter((one) => one !== undefined);
    return found.filter(({ id }, at) => found.findIndex((one) => one.id === id) === at);
  };

  return {
    all,
    add: (source) => void sources.push(source),
    async find(id) {
      const found = (await all()).find((one) => one.id === id);
      const opened = found && (await readEntry(found.source, true));
      if (opened) return opened;
      throw engineError('CONNECTOR_UNKNOWN', { connector: id });
    },
  };
}
