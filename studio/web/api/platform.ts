import { call } from './client.ts';
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

/** Names → a query; those that are empty or undefined are left out. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const post = <T>(path: string, body: unknown = {}) => call<T>(path, { method: 'POST', body });
const of = (noun: string, id: string, rest = '') => `${noun}/${encodeURIComponent(id)}${rest}`;

/** Connections: what is read from whom, and when. */
export const connections = {
  list: () => call<ConnectionsAnswer>('connections'),
  show: (id: string) => call<ConnectionAnswer>(of('connections', id)),
  create: (request: ConnectionRequest) => post<ConnectionAnswer>('connections', request),
  problems: (request: ConnectionRequest) => post<ProblemsAnswer>('connections/problems', request),
  edit: (id: string, body: EditRequest) => call<ConnectionAnswer>(of('connections', id), { method: 'PATCH', body }),
  rotate: (id: string, request: RotateRequest) => post<ConnectionAnswer>(of('connections', id, '/rotate'), request),
  pause: (id: string) => post<ConnectionAnswer>(of('connections', id, '/pause')),
  resume: (id: string) => post<ConnectionAnswer>(of('connections', id, '/resume')),
  run: (id: string, full: boolean) => post<Started>(of('connections', id, '/run'), { full }),
  remove: (id: string, inventory: 'keep' | 'remove') =>
    call<DeletedAnswer>(of('connections', id, queryOf({ inventory })), { method: 'DELETE' }),
  check: (request: ChecksRequest) => post<Started>('checks', request),
  checkSaved: (id: string, request: SavedChecksRequest) => post<Started>(of('connections', id, '/checks'), request),
  filters: (request: FiltersRequest) => post<FiltersAnswer>('filters', request),
  filtersSaved: (id: string, request: SavedFiltersRequest) =>
    post<FiltersAnswer>(of('connections', id, '/filters'), request),
  slots: (request: ScheduleRequest) => post<ScheduleAnswer>('schedule', request),
} as const;

/** Transform maps: connectors' own, and clones of them. */
export const maps = {
  list: (connector: string) => call<MapsAnswer>(`maps${queryOf({ connector })}`),
  clone: (from: string, name: string) => post<MapAnswer>('maps', { from, name }),
  edit: (id: string, spec: MapAnswer['map']['spec'], seen: number | null) =>
    call<MapAnswer>(of('maps', id), { method: 'PUT', body: { spec, ...(seen === null ? {} : { seen }) } }),
  remove: (id: string) => call<MapAnswer>(of('maps', id), { method: 'DELETE' }),
  diff: (id: string, request: MapDiffRequest = {}) => post<MapDiff>(of('maps', id, '/diff'), request),
} as const;

/** Runs: what was read, and what came of it. */
export const runs = {
  list: (asked: { readonly connection?: string; readonly before?: string }) =>
    call<RunsAnswer>(`runs${queryOf(asked)}`),
  show: (id: string) => call<RunAnswer>(of('runs', id)),
  requests: (id: string, after = 0) => call<RunRequestsAnswer>(of('runs', id, `/requests${queryOf({ after })}`)),
  rejects: (id: string, after = 0) => call<RejectsAnswer>(of('runs', id, `/rejects${queryOf({ after })}`)),
  retry: (id: string) => post<RetryAnswer>(of('runs', id, '/retry')),
  cancel: (id: string) => post<RunAnswer>(of('runs', id, '/cancel')),
  closeAbsent: (id: string) => post<ClosedAnswer>(of('runs', id, '/close-absent')),
} as const;
