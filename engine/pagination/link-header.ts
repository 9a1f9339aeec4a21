/** One `<target>; name=value; …` of a Link header, cut at a comma that is in neither the target nor a quoted text. */
const LINK = /\s*<([^>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)\s*(?:,|$)/y;
const ATTRIBUTE = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;

/** The attributes of a link; of one that comes twice the first counts (RFC 8288 §3.3). */
function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare);
  }
  return attributes;
}

const relations = (rel: string): string[] => rel.toLowerCase().split(/\s+/);

// Empty members of the list are allowed and say nothing (RFC 9110 §5.6.1); past anything else that is no link, the
// rest of the header cannot be trusted.
const skipEmpty = (header: string, from: number): number => {
  let at = from;
  while (at < header.length && ' \t,'.includes(header.charAt(at))) at += 1;
  return at;
};

/** The target of the first link with that relation in a Link header (RFC 8288); undefined where there is none. */
export function linkTo(relation: string, header: string): string | undefined {
  let at = skipEmpty(header, 0);
  while (at < header.length) {
    LINK.lastIndex = at;
    const match = LINK.exec(header);
    if (!match) return undefined;
    const [, target = '', rest = ''] = match;
    const attributes = attributesOf(rest);
    // A link with an anchor speaks of another resource than this page.
    if (!attributes.has('anchor') && relations(attributes.get('rel') ?? '').includes(relation)) return target;
    at = skipEmpty(header, LINK.lastIndex);
  }
  return undefined;
}
