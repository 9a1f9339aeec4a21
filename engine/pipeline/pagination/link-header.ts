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
function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (!match) return undefined;
  cursor.at = pattern.lastIndex;
  return match;
}

function attributeValue(cursor: Cursor): string {
  if (!take(cursor, EQUALS)) return '';
  const quoted = take(cursor, QUOTED)?.[1];
  return quoted === undefined ? (take(cursor, BARE)?.[0] ?? '') : quoted.replaceAll(/\\(.)/g, '$1');
}

/** The attributes of a link; of one that comes twice the first counts (RFC 8288 §3.3). */
function attributesOf(cursor: Cursor): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let name = take(cursor, NAME); name; name = take(cursor, NAME)) {
    const key = (name[1] ?? '').toLowerCase();
    const value = attributeValue(cursor);
    if (key !== '' && !attributes.has(key)) attributes.set(key, value);
  }
  return attributes;
}

// Empty members of the list are allowed and say nothing (RFC 9110 §5.6.1).
function linksOf(header: string): readonly Link[] | undefined {
  const cursor: Cursor = { text: header, at: 0 };
  const links: Link[] = [];
  take(cursor, BETWEEN);
  while (cursor.at < header.length) {
    const target = take(cursor, TARGET)?.[1];
    if (target === undefined) return undefined;
    links.push({ target, attributes: attributesOf(cursor) });
    take(cursor, SPACE);
    if (cursor.at < header.length && header[cursor.at] !== ',') return undefined;
    take(cursor, BETWEEN);
  }
  return links;
}

const relations = (rel: string): string[] => rel.toLowerCase().split(/\s+/);

/** What a Link header (RFC 8288) says: the target of the first link with that relation, if any, or that it cannot be read. */
export function linkTo(relation: string, header: string): { target: string | undefined } | 'unreadable' {
  const links = linksOf(header);
  if (links === undefined) return 'unreadable';
  // A link with an anchor speaks of another resource than this page.
  const about = links.filter(({ attributes }) => !attributes.has('anchor'));
  const link = about.find(({ attributes }) => relations(attributes.get('rel') ?? '').includes(relation));
  return { target: link?.target };
}
