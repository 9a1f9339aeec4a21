import { fitsSetting, listSchemasAt, type Manifest, splitSettingPath } from '../../manifest/index.ts';

const HEX = '0123456789abcdef';
const LETTERS = 'XZQKJVWYUGHBDFPMNLCTRSAOIE';

/** Returns a character that is not in the text, if there is one. */
const fillerFor = (text: string): string => {
  const alphabet = /^[0-9a-f]+$/i.test(text) ? HEX : LETTERS + LETTERS.toLowerCase() + HEX;
  const used = text.toUpperCase();
  return [...alphabet].find((character) => !used.includes(character.toUpperCase())) ?? (alphabet[0] as string);
};

const fillPlain = (text: string): string => fillerFor(text).repeat(text.length);

/** Replaces letters and digits by class and keeps the symbols in the setting's pattern, for patterns that require them. */
const maskByClass = (text: string, pattern: string): string =>
  text.replace(/[\s\S]/g, (character) => {
    if (/[0-9]/.test(character)) return '0';
    if (/[a-z]/.test(character)) return 'x';
    return /[^A-Z\w\s]/.test(character) && pattern.includes(character) ? character : 'X';
  });

/** Returns the separators at which a manifest's auth splits credentials. */
function separatorsOf(auth: unknown): string[] {
  if (typeof auth !== 'object' || auth === null) return [];
  return Object.entries(auth).flatMap(([key, value]) =>
    key === 'afterLast' && typeof value === 'string' ? [value] : separatorsOf(value),
  );
}

/**
 * Returns a placeholder of the same length for a secret in a recording. It shares only the manifest's separators with
 * the secret. Hexadecimal parts stay hexadecimal.
 */
export function createPlaceholder(secret: string, [separator, ...others]: readonly string[] = []): string {
  if (separator === undefined) return fillPlain(secret);
  return secret
    .split(separator)
    .map((part) => createPlaceholder(part, others))
    .join(separator);
}

/** Returns the placeholder of a secret setting. Keeps the character classes if the setting does not accept others. */
export function createSettingPlaceholder({ auth, settings }: Manifest, name: string, secret: string): string {
  const [schema] = listSchemasAt(settings, splitSettingPath(name));
  const substitute = createPlaceholder(secret, separatorsOf(auth));
  if (!schema || fitsSetting(name, schema, substitute)) return substitute;
  const other = maskByClass(secret, schema.pattern ?? '');
  return fitsSetting(name, schema, other) ? other : substitute;
}

/** Substitutions to apply to every text in a recording. */
export interface SubstitutionTable {
  add(original: string, substitute: string): void;
  /** Replaces every original in the text, longest first. */
  in(text: string): string;
}

/** Minimum length of an original. Shorter texts occur by chance. */
const SHORTEST = 4;

/** Encodings of settings in requests. Other encodings are redacted, which a replay cannot match. */
const ENCODERS: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => new URLSearchParams([['', text]]).toString().slice(1),
  (text) => JSON.stringify(text).slice(1, -1),
];

export function createSubstitutionTable(): SubstitutionTable {
  const pairs = new Map<string, string>();
  return {
    add: (original, substitute) => {
      if (original.length < SHORTEST || original === substitute) return;
      for (const encode of ENCODERS) pairs.set(encode(original), encode(substitute));
    },
    in: (text) => {
      let replaced = text;
      const longestFirst = [...pairs].sort(([a], [b]) => b.length - a.length);
      for (const [original, substitute] of longestFirst) replaced = replaced.replaceAll(original, substitute);
      return replaced;
    },
  };
}
