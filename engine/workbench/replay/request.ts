import { type Json, parseExact, stableStringify } from '../../base/json/index.ts';
import type { CredentialMark } from '../../pipeline/auth/index.ts';
import type { HttpRequest } from '../../pipeline/request/index.ts';
import type { RecordedRequest } from './recording.generated.ts';

const HIDDEN = '*';
/** Matches one part of a credential of the form `scheme name=value,name=value`. */
const PART = /([,;]?\s*)(?:([A-Za-z][\w-]{0,19})=(?!=*$))?([^,;\s]+)/g;

/**
 * Returns the shape of a credential without its values: the scheme, the names of its parts, and `*` for each value,
 * followed by the length if the value is hexadecimal. A signature computed during a replay has the same shape.
 */
export function describeShape(credential: string): string {
  const [, scheme = '', rest = credential] = /^([A-Za-z][A-Za-z0-9-]*) (.*)$/s.exec(credential) ?? [];
  const parts = rest.replace(PART, (_whole, separator: string, name: string | undefined, value: string) => {
    const length = /^[0-9a-f]{8,}$/i.test(value) ? String(value.length) : '';
    return `${separator}${name === undefined ? '' : `${name}=`}${HIDDEN}${length}`;
  });
  return scheme === '' ? parts : `${scheme} ${parts}`;
}

/** Matches members whose names indicate credentials, including those that no login captures. */
const CREDENTIAL =
  /"(?:(?:access|refresh|id)_?)?token"\s*:\s*"([^"\\]{4,})"|"[^"]*(?:secret|password)[^"]*"\s*:\s*"([^"\\]{4,})"/gi;

/** Returns the values of members of a JSON text that are named like credentials. */
export const findCredentials = (text: string): string[] =>
  [...text.matchAll(CREDENTIAL)].flatMap(([, token, word]) => token ?? word ?? []);

/** Headers that do not depend on the manifest. */
const ENGINE_HEADERS = new Set(['accept', 'user-agent']);

/** Removes private data from a recorded request. */
export interface RequestFilter {
  readonly marks: readonly CredentialMark[];
  /** Removes secrets and other private data from a text. */
  readonly clean: (text: string) => string;
}

/** Returns true if a mark covers a header or query parameter. */
export const isMarked = (marks: readonly CredentialMark[], into: CredentialMark['into'], name: string): boolean =>
  marks.some((mark) => mark.into === into && mark.name === name);

/** Returns a URL with the shape of its credentials and without other private data. */
export function cleanUrl(url: string, { marks, clean }: RequestFilter): string {
  const [path = '', query] = url.split(/\?(.*)/s);
  if (query === undefined) return clean(path);
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return isMarked(marks, 'query', decodeURIComponent(name))
      ? `${name}=${encodeURIComponent(describeShape(clean(value)))}`
      : clean(pair);
  });
  return `${clean(path)}?${pairs.join('&')}`;
}

const tryParse = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
};

/** Converts a request to its recorded form, with credentials replaced by their shape. */
export function toRecordedRequest(request: HttpRequest, view: RequestFilter): RecordedRequest {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !ENGINE_HEADERS.has(name))
    .map(([name, value]) => [
      name,
      isMarked(view.marks, 'header', name) ? describeShape(view.clean(value)) : view.clean(value),
    ]);
  return {
    method: request.method,
    url: cleanUrl(request.url, view),
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(request.body === undefined
      ? {}
      : { body: tryParse(view.clean(request.body)) as NonNullable<RecordedRequest['body']> }),
  };
}

/** Returns a key that equal requests share. The order of parameters and members is ignored. */
export function requestKey(request: RecordedRequest): string {
  const [path = '', query = ''] = request.url.split(/\?(.*)/s);
  const body: unknown = request.body ?? null;
  return stableStringify({
    method: request.method,
    path,
    query: query.split('&').sort(),
    headers: (request.headers ?? {}) as Record<string, string>,
    body: typeof body === 'string' && body.includes('=') ? body.split('&').sort() : (body as Json),
  });
}
