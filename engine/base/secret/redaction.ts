import { type Chain, type Shapes, shapesOf } from './chains.ts';
import { mayEscape } from './encodings.ts';
import { reveal, type Secret } from './secret.ts';

const SHOWN = '[secret]';

/** Characters of the shortest secret that is accepted: shorter ones occur in payloads by chance. */
export const SHORTEST_SECRET = 8;

/** Replaces each occurrence of a secret, in any encoding, by `[secret]`; `add` makes it know another one. */
export interface Redactor {
  (text: string): string;
  /** Ignores a secret that is shorter than `shortest`. */
  add(secret: string | Secret, shortest?: number): void;
}

/** Where the links end that stand one right behind the other from `at` on. */
function endOf(links: readonly RegExp[], text: string, at: number): number {
  let end = at;
  for (const link of links) {
    link.lastIndex = end;
    if (!link.test(text)) break;
    end = link.lastIndex;
  }
  return end;
}

function without({ head, links }: Chain, text: string): string {
  let left = '';
  let from = 0;
  head.lastIndex = 0;
  for (let found = head.exec(text); found; found = head.exec(text)) {
    left += text.slice(from, found.index) + SHOWN;
    from = endOf(links, text, head.lastIndex);
    head.lastIndex = from;
  }
  return from === 0 ? text : left + text.slice(from);
}

/** A redactor by value for `secrets`. Redacting twice changes nothing more. */
export const redactor = (secrets: Iterable<string>): Redactor => {
  let known: ReadonlyMap<string, Shapes> = new Map();
  const redact = (text: string): string => {
    let redacted = text;
    // Patterns take milliseconds to get ready, and most texts hold no secret: a plain search comes first.
    const plain = mayEscape(text) ? undefined : text.toLowerCase();
    for (const { chains, traces } of known.values()) {
      if (plain !== undefined && !traces.some((trace) => plain.includes(trace))) continue;
      for (const chain of chains) redacted = without(chain, redacted);
    }
    // A mark and what stands beside it can make up another secret, so once more until nothing is found.
    return redacted === text ? text : redact(redacted);
  };
  const add = (given: string | Secret, shortest = 1) => {
    const secret = typeof given === 'string' ? given : reveal(given);
    if (secret.length < shortest || known.has(secret)) return;
    // Longer ones go first: one may hold another.
    known = new Map([...known, [secret, shapesOf(secret, SHOWN)] as const].sort(([a], [b]) => b.length - a.length));
  };
  for (const secret of secrets) add(secret);
  return Object.assign(redact, { add });
};
