import { type Json, parseExact, stableStringify } from '../../base/json/index.ts';
import type { CredentialMark } from '../../pipeline/auth/index.ts';
import type { HttpRequest } from '../../pipeline/request/index.ts';
import { describeShape } from './credential-shape.ts';
import type { RecordedRequest } from './recording.generated.ts';

/** Headers that say nothing of the manifest. */
const OWN = new Set(['accept', 'user-agent']);

/** What recording a request needs to know. */
export interface RequestFilter {
  readonly marks: readonly CredentialMark[];
  /** Takes secrets, and whatever else is private, out of a text. */
  readonly clean: (text: string) => string;
}

const isMarked = (marks: readonly CredentialMark[], into: CredentialMark['into'], name: string): boolean =>
  marks.some((mark) => mark.into === into && mark.name === name);

function cleanUrl(url: string, { marks, clean }: RequestFilter): string {
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

/** A request as a recording keeps it: credentials as their shape only. */
export function toRecordedRequest(request: HttpRequest, view: RequestFilter): RecordedRequest {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !OWN.has(name))
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

/** What two requests must have in common to be the same: the order of parameters and members does not count. */
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
