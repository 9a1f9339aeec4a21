import { signal } from '@preact/signals';
import { api } from '../api/client.ts';
import type { CatalogueResponse } from '../api/types.generated.ts';

/** Connectors and permissions of this studio; undefined until loaded. */
export const catalogue = signal<CatalogueResponse | undefined>(undefined);

/** Loads the catalogue and stores it for every screen. Rejects with an ApiError. */
export async function loadCatalogue(): Promise<CatalogueResponse> {
  catalogue.value = await api.catalogue();
  return catalogue.value;
}
