import type { Entity } from '../api/inventory.ts';
import { query, setQuery } from '../app/router.ts';
import { shellWord } from '../components/copy.ts';

/** What the address asks for. */
export const askedQuery = (): string => query('q');
export const askedSort = (): string => query('sort');
export const askedAfter = (): string => query('after');
export const askedItem = (): string => query('item');

/** Asks for something else: from its first page on. While one types, the history is left alone. */
export function ask(q: string, { typing = false }: { readonly typing?: boolean } = {}): void {
  setQuery({ q, after: '', item: '' }, { replace: typing });
}

/** What the query asks for, and this. */
export const narrowed = (q: string, more: string): string => (q.trim() === '' ? more : `(${q}) and ${more}`);

export const NOUNS: Readonly<Record<Entity, string>> = { asset: 'assets', finding: 'findings' };

/** The command that lists the same. */
export function commandOf(entity: Entity): string {
  const [q, sort] = [askedQuery(), askedSort()];
  return [
    'mapwright',
    NOUNS[entity],
    ...(q === '' ? [] : [shellWord(q)]),
    ...(sort === '' ? [] : [`--sort=${sort}`]),
  ].join(' ');
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** `field:"value"`, as the query's language writes a text. */
export const term = (field: string, value: string): string => `${field}:${quoted(value)}`;
