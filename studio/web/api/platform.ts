import { callApi } from './client.ts';
import type {
  ChecksRequest,
  ClosedAnswer,
  ConnectionAnswer,
  ConnectionRequest,
  ConnectionsAnswer,
  DeletedAnswer,
  EditRequest,
  FiltersAnswer,
  FiltersRequest,
  MapAnswer,
  MapDiff,
  MapDiffRequest,
  MapsAnswer,
  ProblemsAnswer,
  RejectsAnswer,
  RetryAnswer,
  RotateRequest,
  RunAnswer,
  RunRequestsAnswer,
  RunsAnswer,
  SavedChecksRequest,
  SavedFiltersRequest,
  ScheduleAnswer,
  ScheduleRequest,
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
  list: () => callApi<ConnectionsAnswer>('connections'),
  show: (id: string) => callApi<ConnectionAnswer>(resourcePath('connections', id)),
  create: (request: ConnectionRequest) => post<ConnectionAnswer>('connections', request),
  problems: (request: ConnectionRequest) => post<ProblemsAnswer>('connections/problems', request),
  edit: (id: string, body: EditRequest) =>
    callApi<ConnectionAnswer>(resourcePath('connections', id), { method: 'PATCH', body }),
  rotate: (id: string, request: RotateRequest) =>
    post<ConnectionAnswer>(resourcePath('connections', id, '/rotate'), request),
  pause: (id: string) => post<ConnectionAnswer>(resourcePath('connections', id, '/pause')),
  resume: (id: string) => post<ConnectionAnswer>(resourcePath('connections', id, '/resume')),
  run: (id: string, full: boolean) => post<Started>(resourcePath('connections', id, '/run'), { full }),
  remove: (id: string, inventory: 'keep' | 'remove') =>
    callApi<DeletedAnswer>(resourcePath('connections', id, formatQuery({ inventory })), { method: 'DELETE' }),
  check: (request: ChecksRequest) => post<Started>('checks', request),
  checkSaved: (id: string, request: SavedChecksRequest) =>
    post<Started>(resourcePath('connections', id, '/checks'), request),
  filters: (request: FiltersRequest) => post<FiltersAnswer>('filters', request),
  filtersSaved: (id: string, request: SavedFiltersRequest) =>
    post<FiltersAnswer>(resourcePath('connections', id, '/filters'), request),
  slots: (request: ScheduleRequest) => post<ScheduleAnswer>('schedule', request),
} as const;

/** API routes for transform maps: the defaults of connectors, and clones. */
export const maps = {
  list: (connector: string) => callApi<MapsAnswer>(`maps${formatQuery({ connector })}`),
  clone: (from: string, name: string) => post<MapAnswer>('maps', { from, name }),
  edit: (id: string, spec: MapAnswer['map']['spec'], seen: number | null) =>
    callApi<MapAnswer>(resourcePath('maps', id), { method: 'PUT', body: { spec, ...(seen === null ? {} : { seen }) } }),
  remove: (id: string) => callApi<MapAnswer>(resourcePath('maps', id), { method: 'DELETE' }),
  diff: (id: string, request: MapDiffRequest = {}) => post<MapDiff>(resourcePath('maps', id, '/diff'), request),
} as const;

/** API routes for runs: progress, requests, rejects and actions. */
export const runs = {
  list: (filter: { readonly connection?: string; readonly before?: string }) =>
    callApi<RunsAnswer>(`runs${formatQuery(filter)}`),
  show: (id: string) => callApi<RunAnswer>(resourcePath('runs', id)),
  requests: (id: string, after = 0) =>
    callApi<RunRequestsAnswer>(resourcePath('runs', id, `/requests${formatQuery({ after })}`)),
  rejects: (id: string, after = 0) =>
    callApi<RejectsAnswer>(resourcePath('runs', id, `/rejects${formatQuery({ after })}`)),
  retry: (id: string) => post<RetryAnswer>(resourcePath('runs', id, '/retry')),
  cancel: (id: string) => post<RunAnswer>(resourcePath('runs', id, '/cancel')),
  closeAbsent: (id: string) => post<ClosedAnswer>(resourcePath('runs', id, '/close-absent')),
} as const;
