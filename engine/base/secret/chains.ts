import { escapeRegExp, listEncodings, listTraces, matchStandingAlone } from './encodings.ts';

/** Pattern of a secret in a text: a head, and links that follow it directly. */
export interface Chain {
  /** Global. */
  readonly head: RegExp;
  /** Sticky. */
  readonly links: readonly RegExp[];
}

/** Shorter texts occur everywhere by chance: they only match as whole words. */
const SHORTEST = 4;

/** Characters per pattern: JavaScript rejects very large patterns, which tokens and keys of several kilobytes would need. */
const LONGEST = 512;

function splitSecret(secret: string): string[] {
  const characters = [...secret];
  const count = Math.ceil(characters.length / LONGEST);
  return Array.from({ length: count }, (_, at) => characters.slice(at * LONGEST, (at + 1) * LONGEST).join(''));
}

// Skips earlier marks, or a secret such as "secr" would match within the mark itself.
function createShortChain(secret: string, mark: string): Chain {
  const patterns = secret.length < SHORTEST ? [matchStandingAlone(secret)] : listEncodings(secret);
  const step = escapeRegExp(mark);
  const all = secret.length > mark.length ? [...patterns, step] : [step, ...patterns];
  return { head: new RegExp(all.join('|'), 'g'), links: [] };
}

/** Builds one chain per encoding, with a link per piece. */
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

/** All forms of a secret in a text, in any encoding. */
export interface Shapes {
  readonly chains: () => readonly Chain[];
  /** An unescaped text that contains none of these, ignoring case, matches none of the chains. */
  readonly traces: readonly string[];
}

/** Builds the patterns of `secret`; `mark` is its replacement. */
export function buildShapes(secret: string, mark: string): Shapes {
  const pieces = splitSecret(secret);
  const [first = ''] = pieces;
  // Patterns take a millisecond to build, and most secrets never occur in a text.
  let chains: readonly Chain[] | undefined;
  const build = () => (pieces.length > 1 ? createLongChains(pieces) : [createShortChain(secret, mark)]);
  return {
    chains: () => {
      chains ??= build();
      return chains;
    },
    traces: listTraces(first).map((trace) => trace.toLowerCase()),
  };
}
