import { buildShapes, type Chain, type Shapes } from './chains.ts';
import { mappedView, viewsOf } from './escapes.ts';
import { revealSecret, type Secret } from './secret.ts';

const SHOWN = '[secret]';

/** Minimum length of a secret: shorter ones occur in payloads by chance. */
export const SHORTEST_SECRET = 8;

/** Replaces each occurrence of a secret, in any encoding, with `[secret]`; `add` registers another secret. */
export interface Redactor {
  (text: string): string;
  /** Ignores secrets shorter than `shortest`. */
  add(secret: string | Secret, shortest?: number): void;
}

/** Returns the end of the links that follow one another directly, starting at `at`. */
function findEnd(links: readonly RegExp[], text: string, at: number): number {
  let end = at;
  for (const link of links) {
    link.lastIndex = end;
    if (!link.test(text)) break;
    end = link.lastIndex;
  }
  return end;
}

type Range = readonly [from: number, to: number];

/** Finds a chain in a text, skipping earlier marks. */
function rangesOf({ head, links }: Chain, text: string): Range[] {
  const ranges: Range[] = [];
  head.lastIndex = 0;
  for (let found = head.exec(text); found; found = head.exec(text)) {
    const to = findEnd(links, text, head.lastIndex);
    if (text.slice(found.index, to) !== SHOWN) ranges.push([found.index, to]);
    head.lastIndex = to;
  }
  return ranges;
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let replaced = '';
  let from = 0;
  for (const [start, end] of ranges) {
    replaced += text.slice(from, start) + SHOWN;
    from = end;
  }
  return replaced + text.slice(from);
}

/** Redacts a chain in a text, searching it after decoding it `depth` times. */
function withoutChain(text: string, chain: Chain, depth: number): string {
  if (depth === 0) return replaceRanges(text, rangesOf(chain, text));
  const { view, offsets } = mappedView(text, depth);
  const ranges = rangesOf(chain, view).map(([from, to]): Range => [offsets[from] as number, offsets[to] as number]);
  return replaceRanges(text, ranges);
}

/** Creates a redactor for `secrets`. Redacting is idempotent. */
export const createRedactor = (secrets: Iterable<string>): Redactor => {
  let known: ReadonlyMap<string, Shapes> = new Map();
  const redact = (text: string): string => {
    let redacted = text;
    // Most texts contain no secret: a plain search comes first.
    const views = viewsOf(text).map((view) => view.toLowerCase());
    for (const { chains, traces } of known.values())
      for (const [depth, view] of views.entries()) {
        if (!traces.some((trace) => view.includes(trace))) continue;
        for (const chain of chains()) redacted = withoutChain(redacted, chain, depth);
      }
    // A mark and the text next to it can form another secret, so redact until nothing is found.
    return redacted === text ? text : redact(redacted);
  };
  const add = (given: string | Secret, shortest = 1) => {
    const secret = typeof given === 'string' ? given : revealSecret(given);
    if (secret.length < shortest || known.has(secret)) return;
    // Longer secrets first: one may contain another.
    known = new Map([...known, [secret, buildShapes(secret, SHOWN)] as const].sort(([a], [b]) => b.length - a.length));
  };
  for (const secret of secrets) add(secret);
  return Object.assign(redact, { add });
};
