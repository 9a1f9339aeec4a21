import { callApi } from './client.ts';
import type {
  ChecksRequest,
  ClosedResponse,
  ConnectionRequest,
  ConnectionResponse,
  ConnectionsResponse,
  ConsentRequest,
  ConsentStarted,
  DeletedResponse,
  EditRequest,
  FilterRequest,
  FilterResponse,
  FiltersRequest,
  FiltersResponse,
  MapDiff,
  MapResponse,
  MapsResponse,
  ProblemsResponse,
  RejectGroupsResponse,
  RetryResponse,
  RotateRequest,
  RunHistoryResponse,
  RunRequestsResponse,
  RunResponse,
  RunSamplesResponse,
  RunsResponse,
  SampleResponse,
  SavedChecksRequest,
  SavedFiltersRequest,
  ScheduleRequest,
  ScheduleResponse,
  Started,
} from './types.generated.ts';

/** Formats a query string with a leading `?`; omits empty and undefined values. Returns '' when none is left. */
export function formatQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const post = <T>(path: string, body: unknown = {}) => callApi<T>(path, { method: 'POST', body });
const resourcePath = (noun: string, id: string, rest = '') => `${noun}/${encodeURIComponent(id)}${rest}`;

/** API routes for connections: settings, schedules, checks and runs. */
export const connections = {
  list: () => callApi<ConnectionsResponse>('connections'),
  show: (id: string) => callApi<ConnectionResponse>(resourcePath('connections', id)),
  history: (id: string) => callApi<RunHistoryResponse>(resourcePath('connections', id, '/history')),
  create: (request: ConnectionRequest) => post<ConnectionResponse>('connections', request),
  problems: (request: ConnectionRequest) => post<ProblemsResponse>('connections/problems', request),
  edit: (id: string, body: EditRequest) =>
    callApi<ConnectionResponse>(resourcePath('connections', id), { method: 'PATCH', body }),
  rotate: (id: string, request: RotateRequest) =>
    post<ConnectionResponse>(resourcePath('connections', id, '/rotate'), request),
  authorize: (id: string) => post<ConsentStarted>(resourcePath('connections', id, '/authorize')),
  consent: (request: ConsentRequest) => post<ConsentStarted>('consents', request),
  pause: (id: string) => post<ConnectionResponse>(resourcePath('connections', id, '/pause')),
  resume: (id: string) => post<ConnectionResponse>(resourcePath('connections', id, '/resume')),
  run: (id: string, full: boolean) => post<Started>(resourcePath('connections', id, '/run'), { full }),
  remove: (id: string, inventory: 'keep' | 'remove') =>
    callApi<DeletedResponse>(resourcePath('connections', id, formatQuery({ inventory })), { method: 'DELETE' }),
  check: (request: ChecksRequest) => post<Started>('checks', request),
  checkSaved: (id: string, request: SavedChecksRequest) =>
    post<Started>(resourcePath('connections', id, '/checks'), request),
  filter: (request: FilterRequest, signal?: AbortSignal) =>
    callApi<FilterResponse>('filter', { method: 'POST', body: request, signal }),
  filters: (request: FiltersRequest) => post<FiltersResponse>('filters', request),
  filtersSaved: (id: string, request: SavedFiltersRequest) =>
    post<FiltersResponse>(resourcePath('connections', id, '/filters'), request),
  samples: (id: string) => callApi<RunSamplesResponse>(resourcePath('connections', id, '/samples')),
  sample: (id: string, name: string) =>
    callApi<SampleResponse>(resourcePath('connections', id, `/samples/${encodeURIComponent(name)}`)),
  slots: (request: ScheduleRequest) => post<ScheduleResponse>('schedule', request),
} as const;

/** API routes for transform maps: the defaults of connectors, and clones. */
export const maps = {
  list: (connector: string) => callApi<MapsResponse>(`maps${formatQuery({ connector })}`),
  clone: (from: string, name: string, spec?: Readonly<Record<string, unknown>>) =>
    post<MapResponse>('maps', { from, name, ...(spec ? { spec } : {}) }),
  edit: (id: string, spec: Readonly<Record<string, unknown>>, seen: number | null) =>
    callApi<MapResponse>(resourcePath('maps', id), {
      method: 'PUT',
      body: { spec, ...(seen === null ? {} : { seen }) },
    }),
  remove: (id: string) => callApi<MapResponse>(resourcePath('maps', id), { method: 'DELETE' }),
  /** Compares a map with an unsaved spec of it, over the connector's recorded cases. */
  diff: (id: string, spec: Readonly<Record<string, unknown>>) =>
    post<MapDiff>(`${resourcePath('maps', id)}/diff`, { spec }),
} as const;

/** API routes for runs: progress, requests, rejects and actions. */
export const runs = {
  list: (filter: { readonly connection?: string; readonly before?: string }) =>
    callApi<RunsResponse>(`runs${formatQuery(filter)}`),
  show: (id: string) => callApi<RunResponse>(resourcePath('runs', id)),
  requests: (id: string, after = 0) =>
    callApi<RunRequestsResponse>(resourcePath('runs', id, `/requests${formatQuery({ after })}`)),
  rejectGroups: (id: string) => callApi<RejectGroupsResponse>(resourcePath('runs', id, '/reject-groups')),
  rejectSample: (id: string, reject: number) =>
    callApi<SampleResponse>(resourcePath('runs', id, `/rejects/${reject}/sample`)),
  retry: (id: string) => post<RetryResponse>(resourcePath('runs', id, '/retry')),
  cancel: (id: string) => post<RunResponse>(resourcePath('runs', id, '/cancel')),
  closeAbsent: (id: string) => post<ClosedResponse>(resourcePath('runs', id, '/close-absent')),
} as const;
