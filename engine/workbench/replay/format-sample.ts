import type { RecordedPage } from './pages.ts';

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Formats a page or a list of items as a sample: indented, with the ancestors of its items if any. */
export function formatSample({ text, scope }: Pick<RecordedPage, 'text' | 'scope'>): string {
  const page = tryParse(text);
  if (page === undefined) return text;
  // Integers beyond 2^53 would lose digits when parsed: keep the vendor's text.
  const isExact = !/\d{16}/.test(text);
  if (Object.keys(scope).length === 0) return isExact ? JSON.stringify(page, null, 2) : text;
  if (isExact) return JSON.stringify({ scope, page }, null, 2);
  return `{"scope": ${JSON.stringify(scope, null, 2)},\n"page": ${text}}`;
}
