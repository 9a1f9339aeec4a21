import type { Entity } from '../api/inventory.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { quoteShellWord } from '../components/copy.ts';

/** State of the list in the URL: query, sort field, page token and open record. */
export const getQuery = (): string => readQueryParameter('q');
export const getSort = (): string => readQueryParameter('sort');
export const getAfter = (): string => readQueryParameter('after');
/** Number of the first record of the page, or undefined when a link contains only the token of a page. */
export function getFirst(): number | undefined {
  const first = Number(readQueryParameter('from'));
  return getAfter() === '' ? 1 : Number.isSafeInteger(first) && first > 1 ? first : undefined;
}
export const getItem = (): string => readQueryParameter('item');

/** Changes the query and returns to the first page. While typing, replaces the current history entry. */
export function setListQuery(q: string, { typing = false }: { readonly typing?: boolean } = {}): void {
  setQuery({ q, after: '', from: '', item: '' }, { replace: typing });
}

/** Adds a condition to a query. */
export const narrowQuery = (q: string, more: string): string => (q.trim() === '' ? more : `(${q}) and ${more}`);

export const NOUNS: Readonly<Record<Entity, string>> = { asset: 'assets', finding: 'findings' };

/** Formats the command that lists the same records. */
export function formatListCommand(entity: Entity): string {
  const [q, sort] = [getQuery(), getSort()];
  return [
    'mapwright',
    NOUNS[entity],
    ...(q === '' ? [] : [quoteShellWord(q)]),
    ...(sort === '' ? [] : [`--sort=${sort}`]),
  ].join(' ');
}

const quoteText = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** Formats a condition of the query language: `field:"value"`. */
export const formatTerm = (field: string, value: string): string => `${field}:${quoteText(value)}`;
