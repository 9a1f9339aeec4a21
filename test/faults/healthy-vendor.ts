import type { Exchange } from './server.ts';

/** Things a page. */
const SIZE = 2;

/** The vendor's list of things, and how it is changed when so many pages of it have been sent. */
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

/** One page of the list: by `page`, by `token` (k1, k2 …) or by `offset`; with a total, the next token and the next link. */
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

/** What the vendor answers when nothing is wrong with it; undefined for what it does not know. */
export function buildHealthyAnswer(list: List, { seen }: Pick<Exchange, 'seen'>): HealthyAnswer | undefined {
  const url = new URL(seen.route.replace(/^\w+ /, ''), 'http://vendor');
  const [, thing] = /^\/things\/(\w+)\/parts$/.exec(url.pathname) ?? [];
  if (thing !== undefined) return buildParts(thing);
  if (url.pathname === '/token') return TOKEN;
  return url.pathname === '/things' || url.pathname === '/moved' ? buildPage(list, url) : undefined;
}

/** Notes that a page of the list was sent: the list may change now. */
export function markSent(list: List): void {
  list.ids = list.edits[list.sent]?.(list.ids) ?? list.ids;
  list.sent += 1;
}
