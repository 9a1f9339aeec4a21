import { type Json, parseExact, stable } from '../../base/json/index.ts';
import type { Mark } from '../../pipeline/auth/index.ts';
import type { Draft } from '../../pipeline/request/index.ts';
import type { RecordedRequest } from './recording.generated.ts';
import { shapeOf } from './shape.ts';

/** Headers that say nothing of the manifest. */
const OWN = new Set(['accept', 'user-agent']);

/** What recording a request needs to know. */
export interface RequestView {
  readonly marks: readonly Mark[];
  /** Takes secrets, and whatever else is private, out of a text. */
  readonly clean: (text: string) => string;
}

const marked = (marks: readonly Mark[], into: Mark['into'], name: string): boolean =>
  marks.some((mark) => mark.into === into && mark.name === name);

function cleanUrl(url: string, { marks, clean }: RequestView): string {
  const [path = '', query] = url.split(/\?(.*)/s);
  if (query === undefined) return clean(path);
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return marked(marks, 'query', decodeURIComponent(name))
      ? `${name}=${encodeURIComponent(shapeOf(clean(value)))}`
      : clean(pair);
  });
  return `${clean(path)}?${pairs.join('&')}`;
}

const asJson = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
};

/** A request as a recording keeps it: credentials as their shape only. */
export function recordedRequest(draft: Draft, view: RequestView): RecordedRequest {
  const headers = Object.entries(draft.headers)
    .filter(([name]) => !OWN.has(name))
    .map(([name, value]) => [
      name,
      marked(view.marks, 'header', name) ? shapeOf(view.clean(value)) : view.clean(value),
    ]);
  return {
    method: draft.method,
    url: cleanUrl(draft.url, view),
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(draft.body === undefined
      ? {}
      : { body: asJson(view.clean(draft.body)) as NonNullable<RecordedRequest['body']> }),
  };
}

/** What two requests must have in common to be the same: the order of parameters and members does not count. */
export function sameAs(request: RecordedRequest): string {
  const [path = '', query = ''] = request.url.split(/\?(.*)/s);
  const body: unknown = request.body ?? null;
  return stable({
    method: request.method,
    path,
    query: query.split('&').sort(),
    headers: (request.headers ?? {}) as Record<string, string>,
    body: typeof body === 'string' && body.includes('=') ? body.split('&').sort() : (body as Json),
  });
}
