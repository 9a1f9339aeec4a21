/** One link of a Link header. */
interface Link {
  readonly target: string;
  readonly attributes: ReadonlyMap<string, string>;
}

// Each piece is tried at one place and never given back, so that the time grows with the header's length alone.
const BETWEEN = /[\s,]*/y;
const SPACE = /\s*/y;
const TARGET = /<([^>]*)>/y;
const NAME = /\s*;\s*([^\s=;,"]*)/y;
const EQUALS = /\s*=\s*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const BARE = /[^\s;,"]*/y;

interface Cursor {
  readonly text: string;
  at: number;
}

/** Moves over what the pattern matches here; undefined when it does not. */
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
  return quoted === undefined ? (consume(cursor, BARE)?.[0] ?? '') : quoted.replaceAll(/\\(.)/g, '$1');
}

/** The attributes of a link; of one that comes twice the first counts (RFC 8288 §3.3). */
function readAttributes(cursor: Cursor): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let name = consume(cursor, NAME); name; name = consume(cursor, NAME)) {
    const key = (name[1] ?? '').toLowerCase();
    const value = readAttributeValue(cursor);
    if (key !== '' && !attributes.has(key)) attributes.set(key, value);
  }
  return attributes;
}

// Empty members of the list are allowed and say nothing (RFC 9110 §5.6.1).
function parseLinks(header: string): readonly Link[] | undefined {
  const cursor: Cursor = { text: header, at: 0 };
  const links: Link[] = [];
  consume(cursor, BETWEEN);
  while (cursor.at < header.length) {
    const target = consume(cursor, TARGET)?.[1];
    if (target === undefined) return undefined;
    links.push({ target, attributes: readAttributes(cursor) });
    consume(cursor, SPACE);
    if (cursor.at < header.length && header[cursor.at] !== ',') return undefined;
    consume(cursor, BETWEEN);
  }
  return links;
}

const splitRelations = (rel: string): string[] => rel.toLowerCase().split(/\s+/);

/** What a Link header (RFC 8288) says: the target of the first link with that relation, if any, or that it cannot be read. */
export function findLink(relation: string, header: string): { target: string | undefined } | 'unreadable' {
  const links = parseLinks(header);
  if (links === undefined) return 'unreadable';
  // A link with an anchor speaks of another resource than this page.
  const about = links.filter(({ attributes }) => !attributes.has('anchor'));
  const link = about.find(({ attributes }) => splitRelations(attributes.get('rel') ?? '').includes(relation));
  return { target: link?.target };
}
