import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { ObservedExchange, ObservedRequest, ObservedResponse } from '../described.ts';
import { getList, getObject, getText } from '../members.ts';
import { parseObject, type SourceName } from '../parse-document.ts';
import { toAuthParts } from './auth.ts';

/** Requests of a collection, its title, and the values of its variables that are no secrets. */
export interface PostmanSource {
  readonly title: string;
  readonly exchanges: readonly ObservedExchange[];
}

const FORM = 'a Postman collection (version 2.0 or 2.1), exported as JSON';
const MOST_REQUESTS = 2_000;
const DEEPEST = 20;

interface FoundItem {
  readonly item: JsonObject;
  readonly from: string;
  /** Authentication of the folders around it, from the inside out. */
  readonly auths: readonly JsonObject[];
}

function* walkItems(items: readonly Json[], from: string, auths: readonly JsonObject[]): Generator<FoundItem> {
  for (const [at, item] of items.entries()) {
    if (!isObject(item)) continue;
    const pointer = `${from}/${at}`;
    const own = isObject(item['auth']) ? [item['auth'], ...auths] : auths;
    if (Array.isArray(item['item']) && own.length < DEEPEST)
      yield* walkItems(getList(item, 'item'), `${pointer}/item`, own);
    else yield { item, from: pointer, auths: own };
  }
}

const toPairs = (values: readonly Json[], key = 'key'): [string, string][] =>
  values.filter(isObject).flatMap((one) => {
    const [name, value] = [getText(one, key), getText(one, 'value')];
    return name === undefined || one['disabled'] === true ? [] : [[name, value ?? '']];
  });

/** Replaces `{{variable}}` by its value, as often as values contain variables themselves. Unknown ones stay. */
function fillVariables(text: string, variables: ReadonlyMap<string, string>): string {
  let filled = text;
  for (let round = 0; round < 5 && filled.includes('{{'); round += 1)
    filled = filled.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name: string) => variables.get(name) ?? whole);
  return filled;
}

/** Reads a URL, given as text or in parts, with its path variables (`:id`). */
function readUrl(given: Json | undefined, variables: ReadonlyMap<string, string>): string | undefined {
  const raw = typeof given === 'string' ? given : isObject(given) ? getText(given, 'raw') : undefined;
  if (raw === undefined) return undefined;
  const own = isObject(given) ? toPairs(getList(given, 'variable')) : [];
  const all = new Map([...variables, ...own.filter(([, value]) => value !== '')]);
  const filled = fillVariables(raw, all).replaceAll(/\/:([A-Za-z_]\w*)/g, (whole, name: string) =>
    all.has(name) ? `/${all.get(name)}` : whole,
  );
  const whole = /^\{\{[^}]*\}\}/.test(filled) ? filled.replace(/^\{\{[^}]*\}\}/, 'https://vendor.example') : filled;
  const url = URL.parse(/^https?:/i.test(whole) ? whole : `https://${whole}`);
  return url?.href;
}

function readBody(
  body: JsonObject,
  variables: ReadonlyMap<string, string>,
): { readonly body?: string; readonly type?: string } {
  const mode = getText(body, 'mode');
  if (mode === 'raw') {
    const text = fillVariables(getText(body, 'raw') ?? '', variables);
    const language = getText(getObject(getObject(body, 'options'), 'raw'), 'language');
    return text === ''
      ? {}
      : { body: text, ...(language === 'json' || /^\s*[{[]/.test(text) ? { type: 'application/json' } : {}) };
  }
  if (mode === 'urlencoded') {
    const pairs = toPairs(getList(body, 'urlencoded')).map(([name, value]): [string, string] => [
      name,
      fillVariables(value, variables),
    ]);
    return { body: new URLSearchParams(pairs).toString(), type: 'application/x-www-form-urlencoded' };
  }
  if (mode !== 'graphql') return {};
  const graphql = getObject(body, 'graphql');
  const given = fillVariables(getText(graphql, 'variables') || '{}', variables);
  return {
    body: `{"query":${JSON.stringify(getText(graphql, 'query') ?? '')},"variables":${isJson(given) ? given : '{}'}}`,
    type: 'application/json',
  };
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

function toRequest(
  given: Json | undefined,
  auths: readonly JsonObject[],
  variables: ReadonlyMap<string, string>,
): ObservedRequest | undefined {
  const request = typeof given === 'string' ? { url: given } : isObject(given) ? given : {};
  const url = readUrl(request['url'], variables);
  if (url === undefined) return undefined;
  const { body, type } = readBody(getObject(request, 'body'), variables);
  const headers = toPairs(getList(request, 'header')).map(
    ([name, value]) => [name, fillVariables(value, variables)] as const,
  );
  const own = isObject(request['auth']) ? [request['auth'], ...auths] : auths;
  const auth = toAuthParts(
    own.find((one) => getText(one, 'type') !== undefined),
    (text) => fillVariables(text, variables),
  );
  const target = new URL(url);
  for (const [name, value] of auth.query) target.searchParams.set(name, value);
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    method: (getText(request, 'method') ?? 'GET').toUpperCase(),
    url: target.href,
    headers: [...headers, ...auth.headers, ...(type === undefined || hasType ? [] : [['Content-Type', type] as const])],
    body,
  };
}

function toResponse(response: JsonObject): ObservedResponse | undefined {
  const status = response['code'];
  const body = getText(response, 'body');
  if (typeof status !== 'number' || body === undefined) return undefined;
  const headers = toPairs(getList(response, 'header')).map(([name, value]) => [name.toLowerCase(), value]);
  return { status, headers: Object.fromEntries(headers), body };
}

/** Returns the exchanges of a request: its saved examples, or the request alone. */
function toExchanges({ item, from, auths }: FoundItem, variables: ReadonlyMap<string, string>): ObservedExchange[] {
  const title = getText(item, 'name');
  const request = toRequest(item['request'], auths, variables);
  if (request === undefined) return [];
  const examples = getList(item, 'response')
    .filter(isObject)
    .flatMap((one, at): ObservedExchange[] => {
      const response = toResponse(one);
      const own =
        one['originalRequest'] === undefined
          ? request
          : (toRequest(one['originalRequest'], auths, variables) ?? request);
      const credentials = request.headers.filter(
        ([name]) => !own.headers.some(([other]) => other.toLowerCase() === name.toLowerCase()),
      );
      return response && response.status < 300
        ? [
            {
              from: `${from}/response/${at}`,
              title,
              request: { ...own, headers: [...own.headers, ...credentials] },
              response,
            },
          ]
        : [];
    });
  return examples.length > 0 ? examples : [{ from, title, request }];
}

/** Parses a Postman collection. Throws IMPORT_UNREADABLE. */
export function readPostman(text: string, source: string): PostmanSource {
  const name: SourceName = { source, form: FORM };
  const document = parseObject(text, name);
  const collection = isObject(document['collection']) ? document['collection'] : document;
  if (!Array.isArray(collection['item']))
    throw engineError('IMPORT_UNREADABLE', { ...name, reason: 'it has no list of items' });
  const variables = new Map(toPairs(getList(collection, 'variable')).filter(([, value]) => value !== ''));
  const auths = isObject(collection['auth']) ? [collection['auth']] : [];
  const found = [...walkItems(getList(collection, 'item'), '/item', auths)].slice(0, MOST_REQUESTS);
  const exchanges = found.flatMap((one) => toExchanges(one, variables));
  if (exchanges.length === 0)
    throw engineError('IMPORT_UNREADABLE', { ...name, reason: 'it contains no request with a URL' });
  return { title: getText(getObject(collection, 'info'), 'name')?.trim() || 'Postman', exchanges };
}
