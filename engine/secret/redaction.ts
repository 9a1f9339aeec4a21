import { encodingsOf, standingAlone } from './encodings.ts';
import { reveal, type Secret } from './secret.ts';

const SHOWN = '[secret]';
const SHOWN_PATTERN = '\\[secret\\]';

/** Below this length a text occurs everywhere by chance: it is taken for the secret only where it stands alone. */
const SHORTEST = 4;

/** Replaces each occurrence of a secret, in any encoding, by `[secret]`; `add` makes it know another one. */
export interface Redactor {
  (text: string): string;
  add(secret: string | Secret): void;
}

const patternsOf = (secret: string) => (secret.length < SHORTEST ? [standingAlone(secret)] : encodingsOf(secret));

// What was redacted before is stepped over, or a secret such as "secr" would be found in the mark itself. Longer
// secrets go first: one may hold another.
const compile = (secrets: ReadonlySet<string>): RegExp => {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  const before = longestFirst.filter((secret) => secret.length > SHOWN.length);
  const after = longestFirst.filter((secret) => secret.length <= SHOWN.length);
  return new RegExp([...before.flatMap(patternsOf), SHOWN_PATTERN, ...after.flatMap(patternsOf)].join('|'), 'g');
};

/** A redactor by value for `secrets`. Redacting twice changes nothing more. */
export const redactor = (secrets: Iterable<string>): Redactor => {
  const known = new Set([...secrets].filter((secret) => secret !== ''));
  let pattern = compile(known);
  const redact = (text: string): string => {
    const redacted = text.replace(pattern, SHOWN);
    // A mark and what stands beside it can make up another secret, so once more until nothing is found.
    return redacted === text ? text : redact(redacted);
  };
  const add = (given: string | Secret) => {
    const secret = typeof given === 'string' ? given : reveal(given);
    if (secret === '' || known.has(secret)) return;
    known.add(secret);
    pattern = compile(known);
  };
  return Object.assign(redact, { add });
};
