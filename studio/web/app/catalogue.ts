import { signal } from '@preact/signals';
import { api } from '../api/client.ts';
import type { CatalogueAnswer } from '../api/types.generated.ts';

/** Connectors and permissions of this studio; undefined until loaded. */
export const catalogue = signal<CatalogueAnswer | undefined>(undefined);

/** Loads the catalogue and stores it for every screen. Rejects with an ApiError. */
export async function loadCatalogue(): Promise<CatalogueAnswer> {
  catalogue.value = await api.catalogue();
  return catalogue.value;
}
