import type { Auth, Capture, Manifest, Parameter, RequestSpec, Stream } from '../types.generated.ts';
import { at } from './rule.ts';

/** What an expression has as its input. */
type Sees = 'scope' | 'page' | 'item' | 'settings' | 'answer';

/** One expression of a manifest. */
export interface ExpressionSite {
  readonly path: string;
  readonly source: string;
  readonly sees: Sees;
  /** The stream that it belongs to. */
  readonly stream?: string;
  /** The map that it belongs to. */
  readonly map?: string;
}

/** One template of a manifest. */
export interface TemplateSite {
  readonly path: string;
  readonly text: string;
  readonly place: 'path' | 'url' | 'query' | 'header' | 'form' | 'json' | 'text';
  readonly stream?: string;
  /** Within `auth`: the only place where secrets may be used. */
  readonly auth?: true;
}

/** Every expression and template of a manifest, with its place. */
export interface Sites {
  readonly expressions: readonly ExpressionSite[];
  readonly templates: readonly TemplateSite[];
}

interface Collector {
  readonly expressions: ExpressionSite[];
  readonly templates: TemplateSite[];
}

type Owner = Pick<TemplateSite, 'stream' | 'auth'>;

const streamOf = ({ stream }: Owner): Pick<ExpressionSite, 'stream'> => (stream === undefined ? {} : { stream });

function record(
  all: Collector,
  values: Readonly<Record<string, unknown>> | undefined,
  site: Omit<TemplateSite, 'text'>,
): void {
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value === 'string') all.templates.push({ ...site, path: site.path + at(name), text: value });
  }
}

function condition(all: Collector, source: string | undefined, path: string, owner: Owner): void {
  if (source !== undefined) all.expressions.push({ path, source, sees: 'scope', ...streamOf(owner) });
}

function parameter(all: Collector, value: Parameter, path: string, owner: Owner): void {
  const text = (one: string, where: string) => all.templates.push({ path: where, text: one, place: 'query', ...owner });
  if (typeof value === 'string') text(value, path);
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) text(one, path + at(index));
  else if (typeof value === 'object') {
    const clauses =
      'clauses' in value
        ? value.clauses.map((clause, index) => [clause, path + at('clauses', index)] as const)
        : [[value, path] as const];
    for (const [clause, where] of clauses) {
      text(clause.value, where + at('value'));
      condition(all, clause.when, where + at('when'), owner);
    }
  }
}

function json(all: Collector, value: unknown, path: string, owner: Owner): void {
  if (typeof value === 'string') all.templates.push({ path, text: value, place: 'json', ...owner });
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) json(all, inner, path + at(key), owner);
}

function request(all: Collector, spec: RequestSpec | undefined, path: string, owner: Owner): void {
  if (!spec) return;
  if (spec.path !== undefined)
    all.templates.push({ path: path + at('path'), text: spec.path, place: 'path', ...owner });
  if (spec.url !== undefined) all.templates.push({ path: path + at('url'), text: spec.url, place: 'url', ...owner });
  if (spec.text !== undefined)
    all.templates.push({ path: path + at('text'), text: spec.text, place: 'text', ...owner });
  for (const [name, value] of Object.entries(spec.query ?? {})) parameter(all, value, path + at('query', name), owner);
  record(all, spec.headers, { path: path + at('headers'), place: 'header', ...owner });
  record(all, spec.form, { path: path + at('form'), place: 'form', ...owner });
  json(all, spec.json, path + at('json'), owner);
}

function captures(
  all: Collector,
  values: Readonly<Record<string, Capture>> | undefined,
  path: string,
  owner: Owner,
): void {
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value === 'string')
      all.expressions.push({ path: path + at(name), source: value, sees: 'answer', ...streamOf(owner) });
  }
}

/** Members of auth schemes that are not templates. */
const AUTH_WORDS = new Set([
  'type',
  'into',
  'name',
  'grant',
  'clientAuth',
  'algorithm',
  'encode',
  'decode',
  'timestamp',
  'afterLast',
  'scopes',
  'reauthOn',
  'ttl',
  'refreshBefore',
  'lifetime',
]);
const AUTH_PLACES: Readonly<Record<string, TemplateSite['place']>> = {
  tokenUrl: 'url',
  parameters: 'form',
  headers: 'header',
};

function auth(all: Collector, value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const where = path + at(key);
    if (AUTH_WORDS.has(key)) continue;
    if (key === 'when') condition(all, String(inner), where, {});
    else if (key === 'request') request(all, inner as RequestSpec, where, { auth: true });
    else if (key === 'capture') captures(all, inner as Record<string, Capture>, where, {});
    else if (typeof inner === 'string')
      all.templates.push({ path: where, text: inner, place: AUTH_PLACES[key] ?? 'text', auth: true });
    else if (key in AUTH_PLACES)
      record(all, inner as Record<string, unknown>, { path: where, place: AUTH_PLACES[key] ?? 'text', auth: true });
    else auth(all, inner, where);
  }
}

const PAGE_EXPRESSIONS = ['totalPages', 'totalRecords', 'hasMore', 'url'] as const;

function paginator(all: Collector, spec: object | undefined, path: string, owner: Owner): void {
  const values = (spec ?? {}) as Readonly<Record<string, unknown>>;
  for (const key of PAGE_EXPRESSIONS) {
    const source = values[key];
    if (typeof source === 'string')
      all.expressions.push({ path: path + at(key), source, sees: 'page', ...streamOf(owner) });
  }
  const { cursor } = values;
  if (typeof cursor === 'string')
    all.expressions.push({
      path: path + at('cursor'),
      source: cursor,
      sees: values['from'] === 'lastItem' ? 'item' : 'page',
      ...streamOf(owner),
    });
}

function texts(all: Collector, values: readonly (readonly [string | undefined, string])[], owner: Owner): void {
  for (const [text, path] of values)
    if (text?.includes('{{')) all.templates.push({ path, text, place: 'text', ...owner });
}

function stream(all: Collector, name: string, spec: Stream): void {
  const path = at('streams', name);
  const owner = { stream: name };
  condition(all, spec.when, path + at('when'), {});
  request(all, spec.request, path + at('request'), owner);
  request(all, spec.job?.create.request, path + at('job', 'create', 'request'), owner);
  request(all, spec.job?.poll.request, path + at('job', 'poll', 'request'), owner);
  request(all, spec.job?.fetch, path + at('job', 'fetch'), owner);
  captures(all, spec.job?.create.capture, path + at('job', 'create', 'capture'), owner);
  if (spec.job)
    all.expressions.push({
      path: path + at('job', 'poll', 'status'),
      source: spec.job.poll.status,
      sees: 'answer',
      stream: name,
    });
  all.expressions.push({ path: path + at('records'), source: spec.records, sees: 'page', stream: name });
  if (spec.absentWhen !== undefined)
    all.expressions.push({ path: path + at('absentWhen'), source: spec.absentWhen, sees: 'page', stream: name });
  paginator(all, spec.paginator, path + at('paginator'), owner);
  if (spec.partition?.where !== undefined)
    all.expressions.push({
      path: path + at('partition', 'where'),
      source: spec.partition.where,
      sees: 'item',
      stream: spec.partition.parent,
    });
  condition(all, spec.incremental?.when, path + at('incremental', 'when'), {});
  for (const [index, rule] of (spec.errors ?? []).entries())
    condition(all, rule.when, path + at('errors', index, 'when'), owner);
  for (const [as, lookup] of Object.entries(spec.lookup ?? {})) {
    const where = path + at('lookup', as);
    if (lookup.type === 'join') {
      all.expressions.push({ path: where + at('key'), source: lookup.key, sees: 'item', stream: lookup.stream });
      all.expressions.push({ path: where + at('value'), source: lookup.value, sees: 'item', stream: name });
    } else if (lookup.when !== undefined)
      all.expressions.push({ path: where + at('when'), source: lookup.when, sees: 'item', stream: name });
  }
  const { window, incremental, job } = spec;
  texts(
    all,
    [
      [window?.length, path + at('window', 'length')],
      [window?.start, path + at('window', 'start')],
      [window?.end, path + at('window', 'end')],
      [window?.zone, path + at('window', 'zone')],
      [incremental?.lookback, path + at('incremental', 'lookback')],
      [incremental?.zone, path + at('incremental', 'zone')],
      [job?.poll.interval, path + at('job', 'poll', 'interval')],
      [job?.poll.timeout, path + at('job', 'poll', 'timeout')],
      [spec.timeout, path + at('timeout')],
      ...pageSizes(spec.paginator, path + at('paginator')),
    ],
    owner,
  );
}

const pageSizes = (spec: object | undefined, path: string): [string | undefined, string][] =>
  (['size', 'limit'] as const).map((key) => {
    const value = (spec as Readonly<Record<string, unknown>> | undefined)?.[key];
    return [typeof value === 'string' ? value : undefined, path + at(key)];
  });

function map(all: Collector, name: string, spec: Manifest['maps'][string]): void {
  const path = at('maps', name);
  const owner = { sees: 'item', stream: spec.from, map: name } as const;
  if (spec.where !== undefined) all.expressions.push({ path: path + at('where'), source: spec.where, ...owner });
  for (const [target, field] of Object.entries(spec.fields)) {
    const where = path + at('fields', target);
    if (typeof field === 'string') all.expressions.push({ path: where, source: field, ...owner });
    else {
      all.expressions.push({ path: where + at('value'), source: field.value, ...owner });
      if (field.zone !== undefined) all.templates.push({ path: where + at('zone'), text: field.zone, place: 'text' });
    }
  }
}

/** Every place of the manifest where something is read or sent. */
export function sitesOf(manifest: Manifest): Sites {
  const all: Collector = { expressions: [], templates: [] };
  all.templates.push({ path: at('baseUrl'), text: manifest.baseUrl, place: 'url' });
  for (const [index, text] of manifest.allowedHosts.entries())
    all.templates.push({ path: at('allowedHosts', index), text, place: 'url' });
  auth(all, manifest.auth satisfies Auth, at('auth'));
  for (const [name, setting] of Object.entries(manifest.settings.properties)) {
    if (setting.derive !== undefined)
      all.expressions.push({
        path: at('settings', 'properties', name, 'derive'),
        source: setting.derive,
        sees: 'settings',
      });
  }
  const { defaults } = manifest;
  record(all, defaults?.headers, { path: at('defaults', 'headers'), place: 'header' });
  paginator(all, defaults?.paginator, at('defaults', 'paginator'), {});
  for (const [index, rule] of (defaults?.errors ?? []).entries())
    condition(all, rule.when, at('defaults', 'errors', index, 'when'), {});
  texts(
    all,
    [
      [defaults?.timeout, at('defaults', 'timeout')],
      [defaults?.budget?.time, at('defaults', 'budget', 'time')],
      ...pageSizes(defaults?.paginator, at('defaults', 'paginator')),
    ],
    {},
  );
  for (const [name, spec] of Object.entries(manifest.streams)) stream(all, name, spec);
  for (const [name, spec] of Object.entries(manifest.maps)) map(all, name, spec);
  return all;
}
