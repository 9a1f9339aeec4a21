import type { ReadPage } from '../api/types.generated.ts';

/** Page as a sample for a map. */
export interface PageSample {
  readonly text: string;
  readonly contentType: string;
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Integers beyond 2^53 lose digits when parsed: such a text stays as the vendor sent it. */
const isExact = (text: string): boolean => !/\d{16}/.test(text);

const indent = (text: string): string => (isExact(text) ? JSON.stringify(JSON.parse(text), null, 2) : text);

/** Returns the response of a page: the last one with data that is not part of a login. */
const findResponse = ({ exchanges }: ReadPage) =>
  exchanges.findLast(({ login, response }) => !login && response !== undefined && response.status < 300)?.response;

const isText = (contentType: string): boolean => /json|xml|csv|text|yaml/.test(contentType);

/**
 * Returns a page as a sample, with the ancestors of its items if any. A body that was cut or is not text is replaced by the
 * items that were read from it.
 */
export function toSample(page: ReadPage): PageSample {
  const response = findResponse(page);
  const contentType = response?.headers['content-type'] ?? '';
  const hasScope = Object.keys(page.scope).length > 0;
  const json = 'application/json';
  if (response && !response.cut && isJson(response.body)) {
    const body = indent(response.body);
    if (!hasScope) return { text: body, contentType: json };
    const text = `{"scope": ${JSON.stringify(page.scope)}, "page": ${body}}`;
    return { text: indent(text), contentType: json };
  }
  if (response && !response.cut && !hasScope && isText(contentType)) return { text: response.body, contentType };
  const items = hasScope ? { scope: page.scope, items: page.items } : page.items;
  return { text: JSON.stringify(items, null, 2), contentType: json };
}
