/** Pagination of a starter manifest, and a vendor that pages like it. */
interface StarterPaging {
  readonly paginator: object;
  /** Returns a page of the list for a request: its items, and the members that announce the next page. */
  readonly page: (list: readonly object[], url: URL) => { readonly items: readonly object[]; readonly rest: object };
}

const SIZE = 2;

const cut = (list: readonly object[], from: number) => list.slice(from, from + SIZE);

/** Paginators of `init --paging`. */
export const STARTER_PAGINGS = {
  none: { paginator: { type: 'none' }, page: (items) => ({ items, rest: {} }) },
  pageNumber: {
    paginator: {
      type: 'pageNumber',
      pageParam: 'page',
      firstPage: 1,
      sizeParam: 'per_page',
      size: SIZE,
      stop: ['totalRecords', 'emptyPage'],
      totalRecords: 'total',
    },
    page: (list, { searchParams }) => ({
      items: cut(list, (Number(searchParams.get('page')) - 1) * SIZE),
      rest: { total: list.length },
    }),
  },
  offset: {
    paginator: {
      type: 'offset',
      offsetParam: 'offset',
      limitParam: 'limit',
      limit: SIZE,
      stop: ['totalRecords', 'emptyPage'],
      totalRecords: 'total',
    },
    page: (list, { searchParams }) => ({
      items: cut(list, Number(searchParams.get('offset'))),
      rest: { total: list.length },
    }),
  },
  cursor: {
    paginator: {
      type: 'cursor',
      cursorParam: 'cursor',
      sizeParam: 'limit',
      size: SIZE,
      from: 'body',
      cursor: 'next_cursor',
    },
    page(list, { searchParams }) {
      const from = Number(/\d+$/.exec(searchParams.get('cursor') ?? '')?.[0] ?? 0);
      const next = from + SIZE < list.length ? `after-${from + SIZE}` : null;
      return { items: cut(list, from), rest: { next_cursor: next } };
    },
  },
  nextUrl: {
    paginator: { type: 'nextUrl', from: 'body', url: 'next', sizeParam: 'per_page', size: SIZE },
    page(list, url) {
      const from = Number(url.searchParams.get('after') ?? 0);
      const next = new URL(url);
      next.searchParams.set('after', String(from + SIZE));
      return { items: cut(list, from), rest: { next: from + SIZE < list.length ? next.href : null } };
    },
  },
} as const satisfies Readonly<Record<string, StarterPaging>>;

export type StarterPagingName = keyof typeof STARTER_PAGINGS;

/** Returns the pagination of a starter manifest. */
export const getStarterPaging = (name: StarterPagingName): StarterPaging => STARTER_PAGINGS[name];
