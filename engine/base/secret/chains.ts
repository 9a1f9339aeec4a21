import { escapeRegExp, listEncodings, listTraces, matchStandingAlone } from './encodings.ts';

/** What a secret looks like in a text: a beginning, and what follows it right behind. */
export interface Chain {
  /** Global. */
  readonly head: RegExp;
  /** Sticky. */
  readonly links: readonly RegExp[];
}

/** Below this length a text occurs everywhere by chance: it is taken for the secret only where it stands alone. */
const SHORTEST = 4;

/** Characters that one pattern looks for: JavaScript refuses large patterns, and tokens and keys of some kilobytes make such. */
const LONGEST = 512;

function splitSecret(secret: string): string[] {
  const characters = [...secret];
  const count = Math.ceil(characters.length / LONGEST);
  return Array.from({ length: count }, (_, at) => characters.slice(at * LONGEST, (at + 1) * LONGEST).join(''));
}

// What was redacted before is stepped over, or a secret such as "secr" would be found in the mark itself.
function createShortChain(secret: string, mark: string): Chain {
  const patterns = secret.length < SHORTEST ? [matchStandingAlone(secret)] : listEncodings(secret);
  const step = escapeRegExp(mark);
  const all = secret.length > mark.length ? [...patterns, step] : [step, ...patterns];
  return { head: new RegExp(all.join('|'), 'g'), links: [] };
}

/** One chain for each encoding, a link for each piece. */
function createLongChains(pieces: readonly string[]): Chain[] {
  let before = 0;
  const rows = pieces.map((piece) => {
    const encodings = listEncodings(piece, before);
    before += Buffer.byteLength(piece);
    return encodings;
  });
  const [heads = [], ...rest] = rows;
  return heads.map((head, encoding) => ({
    head: new RegExp(head, 'g'),
    links: rest.map((row) => new RegExp(row[encoding] ?? '', 'y')),
  }));
}

/** All that stands for a secret in a text, in any encoding. */
export interface Shapes {
  readonly chains: readonly Chain[];
  /** A text without escapes that holds none of these, whatever the case of its letters, holds none of the chains. */
  readonly traces: readonly string[];
}

/** What `secret` looks like; `mark` is what stands in its place afterwards. */
export function buildShapes(secret: string, mark: string): Shapes {
  const pieces = splitSecret(secret);
  const [first = ''] = pieces;
  return {
    chains: pieces.length > 1 ? createLongChains(pieces) : [createShortChain(secret, mark)],
    traces: listTraces(first).map((trace) => trace.toLowerCase()),
  };
}
