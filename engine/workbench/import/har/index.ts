import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { ObservedExchange, ObservedResponse } from '../described.ts';
import { getList, getObject, getText } from '../members.ts';
import { parseObject, type SourceName } from '../parse-document.ts';

const FORM = 'a HAR file, as the network tab of a browser exports it';

const asObjects = (values: readonly Json[]): JsonObject[] => values.filter(isObject);

const toPairs = (values: readonly Json[]): [string, string][] =>
  asObjects(values).flatMap((one) => {
    const [name, value] = [getText(one, 'name'), getText(one, 'value')];
    return name === undefined || value === undefined || name.startsWith(':') ? [] : [[name, value]];
  });

function readBody(content: JsonObject): string {
  const text = getText(content, 'text') ?? '';
  return getText(content, 'encoding') === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** Returns the body of a request: its text, or its form fields. */
function readPostData(request: JsonObject): string | undefined {
  const data = getObject(request, 'postData');
  const text = getText(data, 'text');
  if (text !== undefined && text !== '') return text;
  const pairs = toPairs(getList(data, 'params'));
  return pairs.length > 0 ? new URLSearchParams(pairs).toString() : undefined;
}

function readResponse(response: JsonObject): ObservedResponse | undefined {
  const status = response['status'];
  if (typeof status !== 'number' || status === 0) return undefined;
  const headers = toPairs(getList(response, 'headers')).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { status, headers: Object.fromEntries(headers), body: readBody(getObject(response, 'content')) };
}

/** Types of responses that contain no data: pages, scripts, pictures. */
const NOISE = /html|javascript|ecmascript|css|image\/|font|video\/|audio\/|wasm|octet-stream|manifest/i;

function toExchange(entry: JsonObject, at: number): ObservedExchange[] {
  const request = getObject(entry, 'request');
  const [method, url] = [getText(request, 'method'), getText(request, 'url')];
  if (method === undefined || url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return [];
  const response = readResponse(getObject(entry, 'response'));
  const type = getText(getObject(getObject(entry, 'response'), 'content'), 'mimeType') ?? '';
  if (/^(?:OPTIONS|HEAD|CONNECT)$/i.test(method) || NOISE.test(type)) return [];
  const headers = toPairs(getList(request, 'headers'));
  const cookies = toPairs(getList(request, 'cookies'));
  const hasCookie = headers.some(([name]) => name.toLowerCase() === 'cookie');
  const cookie =
    hasCookie || cookies.length === 0
      ? []
      : [['Cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')] as const];
  return [
    {
      from: `/log/entries/${at}`,
      request: { method: method.toUpperCase(), url, headers: [...headers, ...cookie], body: readPostData(request) },
      response,
    },
  ];
}

/** Parses a HAR file: the requests for data, without pages, scripts and pictures. Throws IMPORT_UNREADABLE. */
export function readHar(text: string, source: string): readonly ObservedExchange[] {
  const name: SourceName = { source, form: FORM };
  const log = getObject(parseObject(text, name), 'log');
  if (!Array.isArray(log['entries']))
    throw engineError('IMPORT_UNREADABLE', { ...name, reason: 'it has no log.entries' });
  const exchanges = asObjects(getList(log, 'entries')).flatMap(toExchange);
  if (exchanges.length === 0)
    throw engineError('IMPORT_UNREADABLE', { ...name, reason: 'it contains no request for data' });
  return exchanges;
}
