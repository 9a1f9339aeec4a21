import { hasErrors, type Manifest } from '../../engine/index.ts';
import type { CatalogueEntry, ConnectorCatalogue } from './connector-catalogue.ts';

/** Id and title under which the studio shows a connection's connector. */
export interface ConnectorName {
  readonly connector: string;
  readonly connectorTitle: string;
}

/** Translates between the studio's connector ids and the references of connections: a catalogue id or a manifest path. */
export interface Connectors {
  /** Returns the reference that a connection stores. Rejects with CONNECTOR_UNKNOWN. */
  refOf(id: string): Promise<string>;
  /** Returns a lookup from reference to name; an unknown reference serves as its own id and title. */
  names(): Promise<(ref: string) => ConnectorName>;
  /** Returns a lookup from reference to manifest. */
  manifests(): Promise<(ref: string) => Manifest | undefined>;
  /** Returns the references of all connectors with a valid manifest. */
  refs(): Promise<readonly string[]>;
  /** Returns the catalogue entry of a reference. */
  shelved(ref: string): Promise<CatalogueEntry | undefined>;
}

const connectorRef = ({ id, source }: CatalogueEntry): string => (source.origin === 'own' ? source.file : id);

export function createConnectors(catalogue: ConnectorCatalogue): Connectors {
  const byRef = async () => new Map((await catalogue.all()).map((entry) => [connectorRef(entry), entry]));
  return {
    refOf: async (id) => connectorRef(await catalogue.find(id)),
    async names() {
      const entries = await byRef();
      return (ref) => {
        const entry = entries.get(ref);
        return { connector: entry?.id ?? ref, connectorTitle: entry?.manifest?.title ?? ref };
      };
    },
    async manifests() {
      const entries = await byRef();
      return (ref) => entries.get(ref)?.manifest ?? undefined;
    },
    refs: async () => [...(await byRef())].flatMap(([ref, { issues }]) => (hasErrors(issues) ? [] : [ref])),
    shelved: async (ref) => (await byRef()).get(ref),
  };
}
