import { engineError } from '../../base/errors/index.ts';
import type { Sort } from './sort.ts';

/** Key of the last row of a page: its sort value (null if it has none) and its number. */
export interface PageKey {
  readonly value: string | number | null;
  readonly id: number;
}

/** Encodes a key as a page token. */
export const formatPageToken = ({ text }: Sort, { value, id }: PageKey): string =>
  Buffer.from(JSON.stringify([text, value, id])).toString('base64url');

function tryParse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const isKeyValue = (value: unknown, { isText }: Sort): value is PageKey['value'] =>
  value === null || typeof value === (isText ? 'string' : 'number');

/** Decodes a page token of the same sort. Throws QUERY_PAGE_INVALID. */
export function parsePageToken(text: string, sort: Sort): PageKey {
  const given = tryParse(text);
  if (Array.isArray(given) && given.length === 3) {
    const [by, value, id] = given as unknown[];
    if (by === sort.text && isKeyValue(value, sort) && Number.isSafeInteger(id)) return { value, id: Number(id) };
  }
  throw engineError('QUERY_PAGE_INVALID');
}
