import { ApiError, callApi } from './client.ts';
import { startPending } from './pending.ts';
import { formatQuery } from './platform.ts';
import type {
  AssetResponse,
  AssetsResponse,
  EntitiesResponse,
  FacetsResponse,
  FindingResponse,
  FindingsResponse,
  QueryRequest,
  QueryResponse,
  RecordsResponse,
  WeeksResponse,
} from './types.generated.ts';

export type Entity = QueryRequest['entity'];

/** List request: query, sort field and page token. */
export interface ListQuery {
  readonly q: string;
  readonly sort: string;
  readonly after: string;
}

export type Format = 'csv' | 'ndjson' | 'sarif';

interface ExportRequest {
  readonly entity: Entity;
  readonly format: Format;
  readonly q: string;
}

/** Downloads all records that match a query as one file. Rejects with an ApiError. */
async function requestExport(request: ExportRequest): Promise<Blob> {
  const endPending = startPending();
  try {
    const response = await fetch(`/api/export${formatQuery({ ...request })}`);
    if (response.ok) return await response.blob();
    const { error } = await response.json();
    throw new ApiError(response.status, error);
  } finally {
    endPending();
  }
}

/** API routes for assets and findings of all connections, and for the query language. */
export const inventory = {
  assets: (request: ListQuery, signal?: AbortSignal) =>
    callApi<AssetsResponse>(`assets${formatQuery({ ...request })}`, { signal }),
  findings: (request: ListQuery, signal?: AbortSignal) =>
    callApi<FindingsResponse>(`findings${formatQuery({ ...request })}`, { signal }),
  asset: (id: string) => callApi<AssetResponse>(`assets/${encodeURIComponent(id)}`),
  finding: (id: string) => callApi<FindingResponse>(`findings/${encodeURIComponent(id)}`),
  facets: (entity: Entity, q: string, signal?: AbortSignal) =>
    callApi<FacetsResponse>(`facets${formatQuery({ entity, q })}`, { signal }),
  weeks: (q: string, signal?: AbortSignal) => callApi<WeeksResponse>(`findings/weeks${formatQuery({ q })}`, { signal }),
  read: (body: QueryRequest, signal?: AbortSignal) => callApi<QueryResponse>('query', { method: 'POST', body, signal }),
  entities: (connection: string) => callApi<EntitiesResponse>(`entities${formatQuery({ connection })}`),
  records: (entity: string, request: { readonly connection: string; readonly q: string; readonly after: string }) =>
    callApi<RecordsResponse>(`records/${encodeURIComponent(entity)}${formatQuery({ ...request })}`),
  exported: requestExport,
} as const;
