import { decode } from 'html-entities';

// One character reference, with whatever follows a name that lacks its semicolon.
const REFERENCE = /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,31});?/g;
const MOST_KNOWN = 500;

const known = new Map<string, string>();

const decodeReference = (reference: string): string => {
  const text = decode(reference);
  if (known.size < MOST_KNOWN) known.set(reference, text);
  return text;
};

/** The text with HTML's character references resolved, once: `&amp;lt;` becomes `&lt;`. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (reference) => known.get(reference) ?? decodeReference(reference))
    : text;
