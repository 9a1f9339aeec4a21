import { decode } from 'html-entities';

// Character reference; the semicolon after a name may be missing.
const REFERENCE = /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,31});?/g;
const MAX_CACHED = 500;

const known = new Map<string, string>();

const decodeReference = (reference: string): string => {
  const text = decode(reference);
  if (known.size < MAX_CACHED) known.set(reference, text);
  return text;
};

/** Decodes HTML character references once: `&amp;lt;` becomes `&lt;`. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (reference) => known.get(reference) ?? decodeReference(reference))
    : text;
