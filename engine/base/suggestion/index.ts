import { distance } from 'fastest-levenshtein';

// Bounds the cost of a suggestion: an untrusted key of a megabyte would take seconds.
const LONGEST = 64;
const MOST = 500;

const simplify = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '');

/** Returns the known name that is most similar to `name`, or undefined if none is close enough. */
function findSuggestion(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const far = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const candidate of [...known].slice(0, MOST)) {
    if (Math.abs(candidate.length - name.length) > far + 2) continue;
    const away = simplify(candidate) === simplify(name) ? 0 : distance(name, candidate);
    if (away <= far && (best === undefined || away < best.far)) best = { name: candidate, far: away };
  }
  return best?.name;
}

/** Formats a suggestion to append to a fix: ` Did you mean "x"?`, or an empty string. */
export const formatSuggestion = (name: string, known: Iterable<string>): string => {
  const guess = findSuggestion(name, known);
  return guess === undefined ? '' : ` Did you mean "${guess}"?`;
};

const SHOWN = 24;

/** Formats names as a comma-separated list. A long list is cut and ends with the number of omitted names. */
export const formatList = (names: readonly (string | number)[]): string =>
  names.length === 0
    ? 'none'
    : names
        .slice(0, SHOWN)
        .map((name) => String(name))
        .join(', ') + (names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '');

/** Quotes a text for a message: on one line, and cut if it is long. */
export const quoteText = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
