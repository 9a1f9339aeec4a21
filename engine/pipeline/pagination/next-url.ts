import { compileExpression } from '../../language/expression/index.ts';
import type { RequestPatch } from '../request/draft.ts';
import { linkTo } from './link-header.ts';
import type { Next, PageFacts, Position, Variant } from './paginator.ts';
import { parameter, place } from './place.ts';
import type { NextUrlPaginator } from './spec.ts';
import { tokenOf } from './token.ts';

const refused = (problem: string): Next => ({ kind: 'unusable', code: 'NEXT_URL_REFUSED', details: { problem } });

/** A link as an absolute URL without a fragment; which hosts may be asked is the caller's to check. */
function resolve(link: string, base: string): Next {
  if (/[{}]/.test(link)) return refused('is a URI template');
  const url = URL.parse(link, base);
  if (url === null) return refused('is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('is not an http address');
  if (url.username !== '' || url.password !== '') return refused('holds credentials');
  url.hash = '';
  return { kind: 'at', at: url.href };
}

const inHeader = ({ headers }: PageFacts): Next => {
  const link = linkTo('next', headers['link'] ?? '');
  return link === 'unreadable' ? refused('is in a Link header that cannot be read') : linkOf(link.target);
};

/** A raw link as a proposal, not resolved yet. */
function linkOf(value: unknown): Next {
  const link = tokenOf(typeof value === 'string' ? value.trim() : value);
  return link.kind === 'unusable' ? refused(`is ${link.details.problem}`) : link;
}

/** Reads the raw link. Throws EXPRESSION_SYNTAX. */
function reader({ from, url = '' }: NextUrlPaginator): (page: PageFacts) => Next | Promise<Next> {
  if (from === 'linkHeader') return inHeader;
  const expression = compileExpression(url);
  return async ({ envelope, bindings = {} }) => linkOf(await expression.evaluate(envelope, bindings));
}

// By text, so that the rest of the vendor's link stays byte for byte.
function withParameter(href: string, [name, value]: readonly [string, string | number]): string {
  const url = new URL(href);
  if (url.searchParams.has(name)) return href;
  return `${href}${url.search === '' ? (href.endsWith('?') ? '' : '?') : '&'}${encodeURIComponent(name)}=${value}`;
}

/** A link to the next page; the position is its absolute URL, null on the first page. */
export const nextUrl = (spec: NextUrlPaginator): Variant => {
  const read = reader(spec);
  const size = parameter(spec.sizeParam, spec.size);
  const patch = (at: Position): RequestPatch =>
    at === null ? place('query', size) : { url: Object.entries(size).reduce(withParameter, String(at)) };
  return {
    first: null,
    size: spec.size,
    patch,
    next: async (_at, page) => {
      const link = await read(page);
      return link.kind === 'at' ? resolve(String(link.at), page.url) : link;
    },
  };
};
