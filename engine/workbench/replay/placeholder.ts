import { fitsSetting, type Manifest } from '../../manifest/index.ts';

const HEX = '0123456789abcdef';
const LETTERS = 'XZQKJVWYUGHBDFPMNLCTRSAOIE';

/** Returns a character that is not in the text, if there is one. */
const fillerFor = (text: string): string => {
  const alphabet = /^[0-9a-f]+$/i.test(text) ? HEX : LETTERS + LETTERS.toLowerCase() + HEX;
  const used = text.toUpperCase();
  return [...alphabet].find((character) => !used.includes(character.toUpperCase())) ?? (alphabet[0] as string);
};

const plain = (text: string): string => fillerFor(text).repeat(text.length);

/** Keeps classes of characters, and the symbols that a setting's pattern names: for patterns that ask for them. */
const classed = (text: string, pattern: string): string =>
  text.replace(/[\s\S]/g, (character) => {
    if (/[0-9]/.test(character)) return '0';
    if (/[a-z]/.test(character)) return 'x';
    return /[^A-Z\w\s]/.test(character) && pattern.includes(character) ? character : 'X';
  });

/** Collects the texts at which a manifest's auth cuts its credentials. */
function separatorsOf(auth: unknown): string[] {
  if (typeof auth !== 'object' || auth === null) return [];
  return Object.entries(auth).flatMap(([key, value]) =>
    key === 'afterLast' && typeof value === 'string' ? [value] : separatorsOf(value),
  );
}

/**
 * A text of the same length that takes a secret's place in a recording. It shares nothing with the secret but the
 * separators that the manifest names, and stays hexadecimal between them.
 */
export function createPlaceholder(secret: string, [separator, ...others]: readonly string[] = []): string {
  if (separator === undefined) return plain(secret);
  return secret
    .split(separator)
    .map((part) => createPlaceholder(part, others))
    .join(separator);
}

/** Returns the substitute for a setting's secret: characters of the same classes where the setting refuses others. */
export function madeUpSetting({ auth, settings }: Manifest, name: string, secret: string): string {
  const schema = settings.properties[name];
  const substitute = createPlaceholder(secret, separatorsOf(auth));
  if (!schema || fitsSetting(name, schema, substitute)) return substitute;
  const other = classed(secret, schema.pattern ?? '');
  return fitsSetting(name, schema, other) ? other : substitute;
}

/** Texts to put in place of others, wherever they appear in a recording. */
export interface SubstitutionTable {
  add(original: string, substitute: string): void;
  /** The text with every original replaced, the longest first. */
  in(text: string): string;
}

/** Below this a text occurs everywhere by chance. */
const SHORTEST = 4;

/** How requests carry a setting. Other encodings are redacted, which a replay cannot match. */
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
