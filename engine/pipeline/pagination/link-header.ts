/** Link of a Link header. */
interface Link {
  readonly target: string;
  readonly attributes: ReadonlyMap<string, string>;
}

// Sticky patterns without backtracking keep parsing linear in the header's length.
const SEPARATORS = /[\s,]*/y;
const SPACE = /\s*/y;
const TARGET = /<([^>]*)>/y;
const NAME = /\s*;\s*([^\s=;,"]*)/y;
const EQUALS = /\s*=\s*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN = /[^\s;,"]*/y;

interface Cursor {
  readonly text: string;
  at: number;
}

/** Matches `pattern` at the cursor and moves behind the match; undefined without a match. */
function consume(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (!match) return undefined;
  cursor.at = pattern.lastIndex;
  return match;
}

function readAttributeValue(cursor: Cursor): string {
  if (!consume(cursor, EQUALS)) return '';
  const quoted = consume(cursor, QUOTED)?.[1];
  return quoted === undefined ? (consume(cursor, TOKEN)?.[0] ?? '') : quoted.replaceAll(/\\(.)/g, '$1');
}

/** Reads the attributes of a link; the first of duplicates wins (RFC 8288 §3.3). */
function readAttributes(cursor: Cursor): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let name = consume(cursor, NAME); name; name = consume(cursor, NAME)) {
    const key = (name[1] ?? '').toLowerCase();
    const value = readAttributeValue(cursor);
    if (key !== '' && !attributes.has(key)) attributes.set(key, value);
  }
  return attributes;
}

// Empty list elements are allowed and ignored (RFC 9110 §5.6.1).
function parseLinks(header: string): readonly Link[] | undefined {
  const cursor: Cursor = { text: header, at: 0 };
  const links: Link[] = [];
  consume(cursor, SEPARATORS);
  while (cursor.at < header.length) {
    const target = consume(cursor, TARGET)?.[1];
    if (target === undefined) return undefined;
    links.push({ target, attributes: readAttributes(cursor) });
    consume(cursor, SPACE);
    if (cursor.at < header.length && header[cursor.at] !== ',') return undefined;
    consume(cursor, SEPARATORS);
  }
  return links;
}

const splitRelations = (rel: string): string[] => rel.toLowerCase().split(/\s+/);

/** Finds the target of the first link with a relation in a Link header (RFC 8288); `unreadable` for invalid syntax. */
export function findLink(relation: string, header: string): { target: string | undefined } | 'unreadable' {
  const links = parseLinks(header);
  if (links === undefined) return 'unreadable';
  // A link with an anchor describes a resource other than this page.
  const pageLinks = links.filter(({ attributes }) => !attributes.has('anchor'));
  const link = pageLinks.find(({ attributes }) => splitRelations(attributes.get('rel') ?? '').includes(relation));
  return { target: link?.target };
}
