/**
 * Percent-encodes `text` (RFC 3986: letters, digits and `-._~` stay, a space is `%20`). Queries, forms, path segments and
 * signatures all use this encoder, and the URL parser does not change its output. `text` must be well-formed.
 */
export const encodeComponent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Decodes percent-encoded text. Returns it unchanged if its encoding is invalid. */
export const decodeComponent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
