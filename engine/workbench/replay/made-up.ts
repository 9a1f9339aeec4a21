/** A text of the same form without a character of the original: hex stays hex, cases, digits and punctuation stay. */
export const madeUp = (secret: string): string =>
  secret
    .replace(/[0-9]/g, '0')
    .replace(/[a-f]/g, 'a')
    .replace(/[g-z]/g, 'x')
    .replace(/[A-F]/g, 'A')
    .replace(/[G-Z]/g, 'X');

/** Texts to put in place of others, wherever they stand in a recording. */
export interface Substitutes {
  add(original: string, substitute: string): void;
  /** The text with every original replaced, the longest first. */
  in(text: string): string;
}

/** Below this a text occurs everywhere by chance. */
const SHORTEST = 4;

export function createSubstitutes(): Substitutes {
  const pairs = new Map<string, string>();
  return {
    add: (original, substitute) => {
      if (original.length < SHORTEST || original === substitute) return;
      pairs.set(original, substitute);
      pairs.set(encodeURIComponent(original), encodeURIComponent(substitute));
    },
    in: (text) => {
      let replaced = text;
      const longestFirst = [...pairs].sort(([a], [b]) => b.length - a.length);
      for (const [original, substitute] of longestFirst) replaced = replaced.replaceAll(original, substitute);
      return replaced;
    },
  };
}
