/** Returns the path once for each character, with that character changed. */
const each = (path: string, change: (character: string) => string): readonly string[] =>
  Array.from(path, (character, at) => path.slice(0, at) + change(character) + path.slice(at + 1));

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
const upperHex = (character: string): string => hex(character).toUpperCase();
const alternate = (path: string): string =>
  Array.from(path, (character, at) => (at % 2 === 0 ? character : character.toUpperCase())).join('');

/** Returns request targets that a server may resolve to a path; each could bypass a check of the URL. */
export const spellingsOf = (path: string, host: string): readonly string[] =>
  [
    ...new Set([
      path,
      ...each(path, hex),
      ...each(path, upperHex),
      ...each(path, (character) => hex('%') + hex(character).slice(1)),
      `/${Array.from(path.slice(1), hex).join('')}`,
      `/${Array.from(path.slice(1), upperHex).join('')}`,
      ...each(path, (character) => (character === '/' ? '//' : character)),
      ...each(path, (character) => (character === '/' ? '\\' : character)),
      ...each(path, (character) => (character === '/' ? '/./' : character)),
      ...each(path, (character) => (character === '/' ? '/x/../' : character)),
      ...each(path, (character) => (character === '/' ? '/x/%2e%2E/' : character)),
      `/login/..${path}`,
      `/login.css/..${path}`,
      `/login?next=${path}`,
      ...[
        '/',
        '//',
        '/.',
        '/..',
        '/%2e',
        '%2f',
        '%2F',
        '?',
        '?isPublic=true',
        '?/login',
        ';',
        ';/login.css',
        '#',
        '%00',
        '.json',
      ].map((end) => path + end),
      path.toUpperCase(),
      alternate(path),
      ...['http', 'https', 'HTTP'].map((scheme) => `${scheme}://${host}${path}`),
      `http://user:password@${host}${path}`,
      `http://${host}/${path}`,
      `http://evil.example${path}`,
    ]),
  ].filter((target) => /^(?:\/|https?:)/i.test(target)); // The HTTP parser refuses all other targets.
