import { uuid } from '../dataset/prng.ts';
import { json, jsonPage, type Reply, type Seen } from '../http/exchange.ts';

/** Builds the response for a missing or invalid signature. */
export const unauthorized = (seen: Seen): Reply => {
  const conversation = uuid(seen.at % 0xffffffff);
  return json(
    401,
    { message: conversation, http_code: 401, http_status: 'Unauthorized' },
    { 'x-conversation-id': conversation },
  );
};

/** Builds the response for a valid signature without the required role. */
export const forbidden = (): Reply =>
  json(403, { http_code: 403, http_status: 'Forbidden', message: 'Access is denied' });

/** Builds the response for an invalid parameter in the format of the findings API. */
export const badRequest = (message: string): Reply =>
  json(400, { http_code: 400, http_status: 'Bad Request', message });

/** Builds the response for an invalid parameter in the format of the applications API. */
export const listedErrors = (message: string): Reply => json(400, { errors: [message], status: 400 });

/** Builds the response for an unknown resource. */
export const notFound = (pointer: string): Reply =>
  json(404, {
    _embedded: {
      api_errors: [
        {
          id: uuid(404),
          code: 'NOT_FOUND',
          title: 'Resource not found',
          status: '404',
          source: { pointer, parameter: '' },
        },
      ],
    },
    fallback_type: null,
    full_type: null,
  });

/** Builds a page of a HAL list; `path` is the path in its links, which differs from the path that clients use. */
export const halPage = (page: HalPage): Reply => {
  const { seen, name, path, items, number, size, total } = page;
  const pages = Math.ceil(total / size);
  const base = `http://${seen.headers.host}${path}`;
  const link = (to: number): object => {
    const query = new URLSearchParams(seen.query);
    query.set('page', String(to));
    query.set('size', String(size));
    return { href: `${base}?${query}` };
  };
  const links = {
    first: link(0),
    self: { href: `${base.replace(/\/$/, '')}{?page,size,sort}`, templated: true },
    ...(number + 1 < pages ? { next: link(number + 1) } : {}),
    last: link(Math.max(0, pages - 1)),
  };
  const tail = `"_links":${JSON.stringify(links)},"page":${JSON.stringify({ size, total_elements: total, total_pages: pages, number })}}`;
  // The platform omits the member when the list is empty.
  return items.length === 0 ? jsonPage(`{${tail}`, [], '') : jsonPage(`{"_embedded":{"${name}":[`, items, `]},${tail}`);
};

interface HalPage {
  readonly seen: Seen;
  readonly name: string;
  readonly path: string;
  readonly items: readonly string[];
  readonly number: number;
  readonly size: number;
  readonly total: number;
}
