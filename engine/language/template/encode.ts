/**
 * `text` percent-encoded (RFC 3986: letters, digits, `-._~` stay, a space is `%20`). Queries, forms, path segments and
 * signatures all use this one encoder, and the URL parser leaves what it gives as it is. `text` must be well-formed.
 */
export const encodeComponent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
