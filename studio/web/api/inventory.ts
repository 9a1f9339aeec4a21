import { ApiError, call } from './client.ts';
import { queryOf } from './platform.ts';
import type {
  AssetAnswer,
  AssetsAnswer,
  FacetsAnswer,
  FindingAnswer,
  FindingsAnswer,
  QueryAnswer,
  QueryRequest,
  WeeksAnswer,
} from './types.generated.ts';

export type Entity = QueryRequest['entity'];

/** Which records, in which order, from where on. */
export interface Asked {
  readonly q: string;
  readonly sort: string;
  readonly after: string;
}

export type Format = 'csv' | 'ndjson' | 'sarif';

interface ExportAsk {
  readonly entity: Entity;
  readonly format: Format;
  readonly q: string;
}

/** A file of all records of a query. Rejects with an ApiError. */
async function exported(ask: ExportAsk): Promise<Blob> {
  const response = await fetch(`/api/export${queryOf({ ...ask })}`);
  if (response.ok) return response.blob();
  const { error } = await response.json();
  throw new ApiError(response.status, error);
}

/** Assets and findings of all connections, and the language in which one asks for them. */
export const inventory = {
  assets: (asked: Asked, signal?: AbortSignal) => call<AssetsAnswer>(`assets${queryOf({ ...asked })}`, { signal }),
  findings: (asked: Asked, signal?: AbortSignal) =>
    call<FindingsAnswer>(`findings${queryOf({ ...asked })}`, { signal }),
  asset: (id: string) => call<AssetAnswer>(`assets/${encodeURIComponent(id)}`),
  finding: (id: string) => call<FindingAnswer>(`findings/${encodeURIComponent(id)}`),
  facets: (entity: Entity, q: string, signal?: AbortSignal) =>
    call<FacetsAnswer>(`facets${queryOf({ entity, q })}`, { signal }),
  weeks: (q: string, signal?: AbortSignal) => call<WeeksAnswer>(`findings/weeks${queryOf({ q })}`, { signal }),
  read: (body: QueryRequest, signal?: AbortSignal) => call<QueryAnswer>('query', { method: 'POST', body, signal }),
  exported,
} as const;
