import { hasErrors } from '../../engine/index.ts';
import type { Shelf, Shelved } from './shelf.ts';

/** What a connection's connector is called here. */
export interface Named {
  readonly connector: string;
  readonly connectorTitle: string;
}

/** The shelf's connectors as connections keep them: by the id of the catalogue, or by the path of the user's manifest. */
export interface Connectors {
  /** As a connection keeps it. Rejects with CONNECTOR_UNKNOWN. */
  refOf(id: string): Promise<string>;
  /** As this studio shows it; a connector that is not on the shelf is called as the connection calls it. */
  names(): Promise<(ref: string) => Named>;
  refs(): Promise<readonly string[]>;
  /** What stands on the shelf for it. */
  shelved(ref: string): Promise<Shelved | undefined>;
}

const refOf = ({ id, place }: Shelved): string => (place.origin === 'own' ? place.file : id);

export function createConnectors(shelf: Shelf): Connectors {
  const byRef = async () => new Map((await shelf.all()).map((one) => [refOf(one), one]));
  return {
    refOf: async (id) => refOf(await shelf.find(id)),
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
