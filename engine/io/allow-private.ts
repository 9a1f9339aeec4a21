/** Allows private addresses and plain http: for no origin, all origins, or the listed ones. */
export type AllowPrivate = boolean | readonly string[];

/** Returns true if a URL may use a private address or plain http. */
export const allowsPrivate = (allow: AllowPrivate, url: string): boolean =>
  typeof allow === 'boolean' ? allow : URL.canParse(url) && allow.includes(new URL(url).origin);
