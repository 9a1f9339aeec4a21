import type { Entity } from '../api/inventory.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { quoteShellWord } from '../components/copy.ts';

/** What the address asks for. */
export const getQuery = (): string => readQueryParameter('q');
export const getSort = (): string => readQueryParameter('sort');
export const getAfter = (): string => readQueryParameter('after');
export const getItem = (): string => readQueryParameter('item');

/** Asks for something else: from its first page on. While one types, the history is left alone. */
export function setListQuery(q: string, { typing = false }: { readonly typing?: boolean } = {}): void {
  setQuery({ q, after: '', item: '' }, { replace: typing });
}

/** What the query asks for, and this. */
export const narrowQuery = (q: string, more: string): string => (q.trim() === '' ? more : `(${q}) and ${more}`);

export const NOUNS: Readonly<Record<Entity, string>> = { asset: 'assets', finding: 'findings' };

/** The command that lists the same. */
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

/** `field:"value"`, as the query's language writes a text. */
export const formatTerm = (field: string, value: string): string => `${field}:${quoteText(value)}`;
