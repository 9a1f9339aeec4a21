import type { Exchange } from './server.ts';

/** Number of things per page. */
const SIZE = 2;

/** List of things, with the edits to apply after each page that the vendor sends. */
export interface List {
  ids: readonly string[];
  readonly edits: readonly ((ids: readonly string[]) => readonly string[])[];
  sent: number;
}

/** Complete response: its JSON, and the IDs of its records. */
export interface HealthyAnswer {
  readonly json: string;
  readonly ids: readonly string[];
}

const listItems = (ids: readonly string[]) => ids.map((id) => ({ id }));

/** Builds a page by `page`, `token` (k1, k2 …) or `offset`; with the total, the next token and the next link. */
function buildPage(list: List, { searchParams: query }: URL): HealthyAnswer {
  const page = Number(query.get('page') ?? query.get('token')?.slice(1) ?? 0);
  const from = query.has('offset') ? Number(query.get('offset')) : page * SIZE;
  const ids = list.ids.slice(from, from + SIZE);
  const more = from + SIZE < list.ids.length;
  const next = more ? { next: `k${page + 1}`, link: `/things?page=${page + 1}` } : {};
  return { json: JSON.stringify({ total: list.ids.length, items: listItems(ids), ...next }), ids };
}

const buildParts = (thing: string): HealthyAnswer => {
  const ids = [`${thing}-p1`, `${thing}-p2`];
  return { json: JSON.stringify({ items: listItems(ids) }), ids };
};

const TOKEN: HealthyAnswer = {
  json: JSON.stringify({ access_token: 'token-of-the-tests', expires_in: 3600 }),
  ids: [],
};

/** Returns the vendor's normal response, or undefined for an unknown path. */
export function buildHealthyAnswer(list: List, { seen }: Pick<Exchange, 'seen'>): HealthyAnswer | undefined {
  const url = new URL(seen.route.replace(/^\w+ /, ''), 'http://vendor');
  const [, thing] = /^\/things\/(\w+)\/parts$/.exec(url.pathname) ?? [];
  if (thing !== undefined) return buildParts(thing);
  if (url.pathname === '/token') return TOKEN;
  return url.pathname === '/things' || url.pathname === '/moved' ? buildPage(list, url) : undefined;
}

/** Counts a sent page of the list, and applies the next edit. */
export function markSent(list: List): void {
  list.ids = list.edits[list.sent]?.(list.ids) ?? list.ids;
  list.sent += 1;
}
