import { compileExpression } from '../../language/expression/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import { findLink } from './link-header.ts';
import { buildParameter, buildPatch } from './page-parameters.ts';
import { parseToken } from './page-token.ts';
import type { NextPosition, PageFacts, Position, Variant } from './paginator.ts';
import type { NextUrlPaginator } from './spec.ts';

const createRefusal = (problem: string): NextPosition => ({
  kind: 'unusable',
  code: 'NEXT_URL_REFUSED',
  details: { problem },
});

/** A link as an absolute URL without a fragment; which hosts may be asked is the caller's to check. */
function resolveLink(link: string, base: string): NextPosition {
  if (/[{}]/.test(link)) return createRefusal('is a URI template');
  const url = URL.parse(link, base);
  if (url === null) return createRefusal('is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return createRefusal('is not an http address');
  if (url.username !== '' || url.password !== '') return createRefusal('holds credentials');
  url.hash = '';
  return { kind: 'at', at: url.href };
}

const readHeaderLink = ({ headers }: PageFacts): NextPosition => {
  const link = findLink('next', headers['link'] ?? '');
  return link === 'unreadable' ? createRefusal('is in a Link header that cannot be read') : toLink(link.target);
};

/** A raw link as a proposal, not resolved yet. */
function toLink(value: unknown): NextPosition {
  const link = parseToken(typeof value === 'string' ? value.trim() : value);
  return link.kind === 'unusable' ? createRefusal(`is ${link.details.problem}`) : link;
}

/** Reads the raw link. Throws EXPRESSION_SYNTAX. */
function compileReader({
  from,
  url = '',
}: NextUrlPaginator): (page: PageFacts) => NextPosition | Promise<NextPosition> {
  if (from === 'linkHeader') return readHeaderLink;
  const expression = compileExpression(url);
  return async ({ envelope, bindings = {} }) => toLink(await expression.evaluate(envelope, bindings));
}

// By text, so that the rest of the vendor's link stays byte for byte.
function setParameter(href: string, [name, value]: readonly [string, string | number]): string {
  const url = new URL(href);
  if (url.searchParams.has(name)) return href;
  return `${href}${url.search === '' ? (href.endsWith('?') ? '' : '?') : '&'}${encodeURIComponent(name)}=${value}`;
}

/** A link to the next page; the position is its absolute URL, null on the first page. */
export const nextUrlVariant = (spec: NextUrlPaginator): Variant => {
  const read = compileReader(spec);
  const size = buildParameter(spec.sizeParam, spec.size);
  const patch = (at: Position): RequestPatch =>
    at === null ? buildPatch('query', size) : { url: Object.entries(size).reduce(setParameter, String(at)) };
  return {
    first: null,
    size: spec.size,
    patch,
    next: async (_at, page) => {
      const link = await read(page);
      return link.kind === 'at' ? resolveLink(String(link.at), page.url) : link;
    },
  };
};
