import { distance } from 'fastest-levenshtein';

// Beyond these a guess costs more than it helps, and a hostile key of a megabyte would cost seconds.
const LONGEST = 64;
const MOST = 500;

const simplify = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '');

/** The one of `known` that `name` was probably meant to be; undefined when none is near. */
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

/** The end of a fix: ` Did you mean "x"?`, or nothing. */
export const formatSuggestion = (name: string, known: Iterable<string>): string => {
  const guess = findSuggestion(name, known);
  return guess === undefined ? '' : ` Did you mean "${guess}"?`;
};

const SHOWN = 24;

/** A list of names as a sentence holds it; a long one is cut, and said to be. */
export const formatList = (names: readonly (string | number)[]): string =>
  names.length === 0
    ? 'none'
    : names
        .slice(0, SHOWN)
        .map((name) => String(name))
        .join(', ') + (names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '');

/** A text from a manifest as a message may hold it: quoted, on one line, short. */
export const quoteText = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
