import { isObject, type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import { decodeComponent } from '../../../language/template/index.ts';
import type { ObservedExchange, ObservedPage, Operation, Parameter } from '../described.ts';
import { toName } from '../names.ts';
import { PAGE_NAMES } from '../propose/page-names.ts';
import { listCandidates } from '../propose/records.ts';
import { inferSchema } from '../shape/infer-schema.ts';
import { createSchemaView } from '../shape/schema-view.ts';
import { type Credential, findCredentials } from './credentials.ts';
import { type DecodeResult, decodeBody } from './decode.ts';
import { listHeaders } from './headers.ts';
import { flattenBody, parseBody, type RequestBody } from './request-body.ts';

/** Exchange of a list, prepared for grouping. */
interface Prepared {
  readonly exchange: ObservedExchange;
  readonly url: URL;
  readonly body: RequestBody | undefined;
  readonly decoded: DecodeResult | undefined;
  readonly credentials: readonly Credential[];
  readonly sent: Readonly<Record<string, Json>>;
}

/** Operation of observed requests, with its exchanges in order. */
export interface ObservedOperation extends Operation {
  readonly exchanges: readonly ObservedExchange[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const isMethod = (method: string): method is Operation['method'] => METHODS.some((one) => one === method);

async function prepare(exchange: ObservedExchange): Promise<Prepared> {
  const url = new URL(exchange.request.url);
  const body = parseBody(exchange.request);
  const decoded =
    exchange.response && exchange.response.body !== '' ? await decodeBody(exchange.response.body) : undefined;
  const { credentials } = findCredentials(exchange.request);
  const hidden = new Set(credentials.flatMap((one) => ('name' in one ? [one.name] : [])));
  const members =
    body?.kind === 'json'
      ? flattenBody(body.value)
      : body?.kind === 'form'
        ? body.value
        : Object.fromEntries(url.searchParams);
  return {
    exchange,
    url,
    body,
    decoded,
    credentials,
    sent: Object.fromEntries(Object.entries(members).filter(([name]) => !hidden.has(name))),
  };
}

const ID = /^(?:\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,})$/i;

/** Collects the values of the items of each observed list, by the path of its request. */
function indexItems(all: readonly Prepared[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { url, decoded } of all) {
    if (decoded === undefined || 'problem' in decoded) continue;
    const values = found.get(url.pathname) ?? new Set<string>();
    found.set(url.pathname, values);
    for (const { path } of listCandidates(inferSchema([decoded.page]), createSchemaView({})).slice(0, 5)) {
      const items = readPath(decoded.page, path);
      for (const item of Array.isArray(items) ? (items as readonly Json[]) : [])
        if (isObject(item))
          for (const value of Object.values(item))
            if (typeof value === 'string' || typeof value === 'number') values.add(String(value));
    }
  }
  return found;
}

/** Variable of a collection that has no value: `:id`, or `{{id}}`. */
const VARIABLE = /^(?::([A-Za-z_]\w*)|\{\{([^{}]+)\}\})$/;

interface Template {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Replaces the segments of a path that are ids, or values of the items of the list before them, by placeholders. */
function toTemplate(pathname: string, items: ReadonlyMap<string, ReadonlySet<string>>): Template {
  const segments = pathname.split('/');
  const values: Record<string, string> = {};
  const path = segments.map((segment, at) => {
    if (segment === '' || at === 0) return segment;
    const text = decodeComponent(segment);
    const variable = VARIABLE.exec(text);
    if (variable) return `{${toName(variable[1] ?? variable[2] ?? '')}}`;
    const isItem = items.get(segments.slice(0, at).join('/'))?.has(text) ?? false;
    if (!isItem && !ID.test(segment)) return segment;
    values[`p${at}`] = text;
    return `{p${at}}`;
  });
  return { path: path.join('/'), values };
}

const isPageName = (name: string): boolean =>
  [PAGE_NAMES.page, PAGE_NAMES.offset, PAGE_NAMES.cursor, PAGE_NAMES.lastItem].some((is) => is(name));

/** Reports whether a request reads the next page of another: only page parameters differ, or its values come from the response. */
function continues({ exchange: last, sent: before }: Prepared, { sent, url }: Prepared): boolean {
  const changed = Object.keys({ ...before, ...sent }).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(sent[name]),
  );
  const body = last.response?.body ?? '';
  const isReturned = (name: string) =>
    String(sent[name] ?? '').length >= 4 && body.includes(JSON.stringify(sent[name]).replaceAll('"', ''));
  return (
    body.includes(url.href) ||
    (url.search !== '' && body.includes(`${url.pathname}${url.search}`)) ||
    changed.every((name) => isPageName(name) || isReturned(name))
  );
}

interface Group {
  readonly method: string;
  readonly template: Template;
  readonly members: Prepared[];
  readonly values: Record<string, Set<string>>;
}

function groupByOperation(all: readonly Prepared[]): Group[] {
  const items = indexItems(all);
  const groups: Group[] = [];
  for (const one of all) {
    const template = toTemplate(one.url.pathname, items);
    const same = groups.find(({ method, template: { path }, members }) => {
      const last = members.at(-1);
      return (
        method === one.exchange.request.method &&
        path === template.path &&
        last !== undefined &&
        (last.url.pathname !== one.url.pathname || continues(last, one))
      );
    });
    const group = same ?? { method: one.exchange.request.method, template, members: [], values: {} };
    if (!same) groups.push(group);
    group.members.push(one);
    for (const [name, value] of Object.entries(template.values)) {
      group.values[name] ??= new Set();
      group.values[name].add(value);
    }
  }
  return groups;
}

const toPage = ({ sent, url, decoded, exchange }: Prepared): ObservedPage => ({
  sent,
  url: url.href,
  headers: exchange.response?.headers ?? {},
  ...(decoded === undefined || 'problem' in decoded ? {} : { body: decoded.page }),
});

const toQuery = ({ url, credentials }: Prepared): Parameter[] => {
  const hidden = new Set(credentials.flatMap((one) => (one.kind === 'query' ? [one.name] : [])));
  return [...url.searchParams]
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => ({
      name,
      in: 'query',
      isRequired: true,
      value: VARIABLE.test(value) && value.startsWith('{') ? undefined : value,
    }));
};

function withoutCredentials(value: JsonObject, credentials: readonly Credential[]): JsonObject {
  const hidden = new Set(credentials.flatMap((one) => (one.kind === 'json' || one.kind === 'form' ? [one.name] : [])));
  return Object.fromEntries(Object.entries(value).filter(([name]) => !hidden.has(name)));
}

function toOperation({ template, members, values }: Group): ObservedOperation | undefined {
  const [first] = members;
  if (first === undefined || !isMethod(first.exchange.request.method) || first.body?.kind === 'other') return undefined;
  const decoded = members.flatMap(({ decoded: one }) => (one === undefined || 'problem' in one ? [] : [one]));
  const decoder = decoded.find((one) => one.decoder !== undefined)?.decoder;
  const { exchange, body, credentials } = first;
  return {
    from: exchange.from,
    title: exchange.title,
    method: exchange.request.method as Operation['method'],
    path: template.path,
    parameters: [...toQuery(first), ...listHeaders(exchange.request.headers, credentials)],
    placeholders: Object.fromEntries(Object.entries(values).map(([name, set]) => [name, [...set]])),
    ...(body
      ? {
          body: { kind: body.kind, value: withoutCredentials(body.value, credentials) } as NonNullable<
            Operation['body']
          >,
        }
      : {}),
    ...(decoded.length > 0 ? { schema: inferSchema(decoded.map(({ page }) => page)) } : {}),
    responseHeaders: Object.keys(exchange.response?.headers ?? {}),
    ...(decoder ? { decoder } : {}),
    pages: members.map(toPage),
    exchanges: members.map((one) => one.exchange),
  };
}

/** Observed operations, and the exchanges that are none, with the reason. */
export interface ObservedOperations {
  readonly operations: readonly ObservedOperation[];
  readonly others: readonly (readonly [exchange: ObservedExchange, reason: string])[];
}

/** Groups exchanges to operations: pages of a list are one, and paths that differ in ids only. */
export async function listObservedOperations(exchanges: readonly ObservedExchange[]): Promise<ObservedOperations> {
  const prepared: Prepared[] = [];
  const others: [ObservedExchange, string][] = [];
  for (const exchange of exchanges) {
    const { response } = exchange;
    if (response && (response.status < 200 || response.status > 299))
      others.push([exchange, `the response has the status ${response.status}`]);
    else prepared.push(await prepare(exchange));
  }
  const operations: ObservedOperation[] = [];
  for (const group of groupByOperation(prepared)) {
    const operation = toOperation(group);
    const [first] = group.members;
    if (operation) operations.push(operation);
    else if (first)
      others.push([
        first.exchange,
        first.body?.kind === 'other'
          ? `a request body ${first.body.type} is not supported`
          : `the method ${group.method} does not read data`,
      ]);
  }
  return { operations, others };
}
