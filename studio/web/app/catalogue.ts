import { signal } from '@preact/signals';
import { api } from '../api/client.ts';
import type { CatalogueAnswer } from '../api/types.generated.ts';

/** What this studio knows and may do; undefined until the server has answered. */
export const catalogue = signal<CatalogueAnswer | undefined>(undefined);

/** Asks for the catalogue and keeps it for every screen. Rejects with an ApiError. */
export async function loadCatalogue(): Promise<CatalogueAnswer> {
  catalogue.value = await api.catalogue();
  return catalogue.value;
}
