import { ApiError, callApi } from './client.ts';
import { formatQuery } from './platform.ts';
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
export interface ListQuery {
  readonly q: string;
  readonly sort: string;
  readonly after: string;
}

export type Format = 'csv' | 'ndjson' | 'sarif';

interface ExportQuery {
  readonly entity: Entity;
  readonly format: Format;
  readonly q: string;
}

/** A file of all records of a query. Rejects with an ApiError. */
async function requestExport(ask: ExportQuery): Promise<Blob> {
  const response = await fetch(`/api/export${formatQuery({ ...ask })}`);
  if (response.ok) return response.blob();
  const { error } = await response.json();
  throw new ApiError(response.status, error);
}

/** Assets and findings of all connections, and the language in which one asks for them. */
export const inventory = {
  assets: (asked: ListQuery, signal?: AbortSignal) =>
    callApi<AssetsAnswer>(`assets${formatQuery({ ...asked })}`, { signal }),
  findings: (asked: ListQuery, signal?: AbortSignal) =>
    callApi<FindingsAnswer>(`findings${formatQuery({ ...asked })}`, { signal }),
  asset: (id: string) => callApi<AssetAnswer>(`assets/${encodeURIComponent(id)}`),
  finding: (id: string) => callApi<FindingAnswer>(`findings/${encodeURIComponent(id)}`),
  facets: (entity: Entity, q: string, signal?: AbortSignal) =>
    callApi<FacetsAnswer>(`facets${formatQuery({ entity, q })}`, { signal }),
  weeks: (q: string, signal?: AbortSignal) => callApi<WeeksAnswer>(`findings/weeks${formatQuery({ q })}`, { signal }),
  read: (body: QueryRequest, signal?: AbortSignal) => callApi<QueryAnswer>('query', { method: 'POST', body, signal }),
  exported: requestExport,
} as const;
