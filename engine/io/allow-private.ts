/** Who may be reached at private addresses and by plain http: nobody, everybody, or these origins alone. */
export type AllowPrivate = boolean | readonly string[];

/** Whether a URL may be reached so. */
export const allowsPrivate = (allow: AllowPrivate, url: string): boolean =>
  typeof allow === 'boolean' ? allow : URL.canParse(url) && allow.includes(new URL(url).origin);
