/** Returns the origin of a URL template: everything before the path. */
export function findOrigin(url: string): string {
  const start = url.startsWith('{{') ? url.indexOf('}}') + 2 : url.includes('://') ? url.indexOf('://') + 3 : 0;
  let depth = 0;
  for (let at = start; at < url.length; at += 1) {
    if (url.startsWith('{{', at)) depth += 1;
    else if (url.startsWith('}}', at)) depth -= 1;
    else if (depth === 0 && (url[at] === '/' || url[at] === '?')) return url.slice(0, at);
  }
  return url;
}

/** Collects the origins that requests go to. */
export interface Hosts {
  readonly add: (url: string) => string;
  readonly list: () => string[];
}

export function createHosts(): Hosts {
  const origins = new Set<string>();
  return {
    add: (url) => {
      const origin = findOrigin(url);
      origins.add(origin);
      return origin;
    },
    list: () => [...origins],
  };
}

/** Returns the most frequent text. */
export function findMostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
