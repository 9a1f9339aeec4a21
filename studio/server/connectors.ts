import { hasErrors } from '../../engine/index.ts';
import type { CatalogueEntry, ConnectorCatalogue } from './connector-catalogue.ts';

/** What a connection's connector is called here. */
export interface ConnectorName {
  readonly connector: string;
  readonly connectorTitle: string;
}

/** The shelf's connectors as connections keep them: by the id of the catalogue, or by the path of the user's manifest. */
export interface Connectors {
  /** As a connection keeps it. Rejects with CONNECTOR_UNKNOWN. */
  refOf(id: string): Promise<string>;
  /** As this studio shows it; a connector that is not on the shelf is called as the connection calls it. */
  names(): Promise<(ref: string) => ConnectorName>;
  refs(): Promise<readonly string[]>;
  /** What stands on the shelf for it. */
  shelved(ref: string): Promise<CatalogueEntry | undefined>;
}

const connectorRef = ({ id, source }: CatalogueEntry): string => (source.origin === 'own' ? source.file : id);

export function createConnectors(catalogue: ConnectorCatalogue): Connectors {
  const byRef = async () => new Map((await catalogue.all()).map((one) => [connectorRef(one), one]));
  return {
    refOf: async (id) => connectorRef(await catalogue.find(id)),
    async names() {
      const known = await byRef();
      return (ref) => {
        const found = known.get(ref);
        return { connector: found?.id ?? ref, connectorTitle: found?.manifest?.title ?? ref };
      };
    },
    refs: async () => [...(await byRef())].flatMap(([ref, { issues }]) => (hasErrors(issues) ? [] : [ref])),
    shelved: async (ref) => (await byRef()).get(ref),
  };
}
