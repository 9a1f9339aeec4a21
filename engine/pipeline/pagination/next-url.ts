import { compileExpression } from '../../language/expression/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import { findLink } from './link-header.ts';
import { buildPatch } from './page-parameters.ts';
import { parseToken } from './page-token.ts';
import type { NextPosition, PageFacts, Position, Variant } from './paginator.ts';
import type { NextUrlPaginator } from './spec.ts';

const createRefusal = (problem: string): NextPosition => ({
  kind: 'invalid',
  code: 'NEXT_URL_REFUSED',
  details: { problem },
});

/** Resolves a link to an absolute URL without a fragment. The caller checks the host against `allowedHosts`. */
function resolveLink(link: string, base: string): NextPosition {
  if (/[{}]/.test(link)) return createRefusal('is a URI template');
  const url = URL.parse(link, base);
  if (url === null) return createRefusal('is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return createRefusal('is not an http or https URL');
  if (url.username !== '' || url.password !== '') return createRefusal('contains credentials');
  url.hash = '';
  return { kind: 'at', at: url.href };
}

const readHeaderLink = ({ headers }: PageFacts): NextPosition => {
  const link = findLink('next', headers['link'] ?? '');
  return link === 'unreadable' ? createRefusal('is in a Link header with invalid syntax') : toLink(link.target);
};

/** Converts a raw, unresolved link to a position. */
function toLink(value: unknown): NextPosition {
  if (typeof value === 'number' || (typeof value === 'object' && value !== null)) return createRefusal('is not a text');
  const link = parseToken(typeof value === 'string' ? value.trim() : value);
  return link.kind === 'invalid' ? createRefusal(`is ${link.details.problem}`) : link;
}

/** Compiles the reader of the unresolved link. Throws EXPRESSION_SYNTAX. */
function compileReader({
  from,
  url = '',
}: NextUrlPaginator): (page: PageFacts) => NextPosition | Promise<NextPosition> {
  if (from === 'linkHeader') return readHeaderLink;
  const expression = compileExpression(url);
  return async ({ envelope, bindings = {} }) => toLink(await expression.evaluate(envelope, bindings));
}

// Edits the text instead of the parsed URL: the rest of the vendor's link must not change by a byte.
function setParameter(href: string, [name, value]: readonly [string, string | number]): string {
  const url = new URL(href);
  if (url.searchParams.has(name)) return href;
  return `${href}${url.search === '' ? (href.endsWith('?') ? '' : '?') : '&'}${encodeURIComponent(name)}=${value}`;
}

/** Links to the next page. The position is an absolute URL, null on the first page. */
export const createNextUrlVariant = (spec: NextUrlPaginator): Variant => {
  const read = compileReader(spec);
  const size = spec.sizeParam === undefined || spec.size === undefined ? {} : { [spec.sizeParam]: spec.size };
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
    explain: (repeated) => repeated,
  };
};
