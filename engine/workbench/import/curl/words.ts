/** Words of one command. */
export type Words = readonly string[];

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

/** Replaces the escapes of `$'…'`. */
const unescapeAnsi = (text: string): string =>
  text.replaceAll(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|([\s\S]))/g,
    (_whole, ...groups: (string | undefined)[]) => {
      const [hex, short, long, octal, letter = ''] = groups;
      const code = hex ?? short ?? long;
      if (code !== undefined) return toCharacter(Number.parseInt(code, 16));
      if (octal !== undefined) return toCharacter(Number.parseInt(octal, 8));
      return ESCAPES[letter] ?? letter;
    },
  );

const toCharacter = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** Reports whether a command is in the syntax of the Windows command prompt, where ^ escapes. */
const isWindows = (text: string): boolean => /\^\s*\r?\n|\^"/.test(text);

/** Removes the carets of the Windows command prompt: those before a line break continue the line. */
const removeCarets = (text: string): string =>
  text.replaceAll(/\^(\r?\n|[\s\S])/g, (_whole, next: string) => (next.endsWith('\n') ? ' ' : next));

/** One part of a word, by the alternatives of the pattern. */
const PART =
  /\$'((?:\\[\s\S]|[^'\\])*)'|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\(\r?\n|[\s\S])|([ \t]+)|(\r?\n|;|&&|\|\|?)|([^\s'"\\;|&$]+|[$&])/gy;

const joinParts = (groups: readonly (string | undefined)[]): string | undefined => {
  const [ansi, single, double, escaped, , , plain] = groups;
  if (ansi !== undefined) return unescapeAnsi(ansi);
  if (double !== undefined)
    return double.replaceAll(/\\(\r?\n|["\\$`])/g, (_whole, next: string) => (next.endsWith('\n') ? '' : next));
  if (escaped !== undefined) return escaped.endsWith('\n') ? undefined : escaped;
  return single ?? plain;
};

/**
 * Splits shell text into commands and their words: quotes, `$'…'`, escapes and continued lines of POSIX shells, and the
 * carets of the Windows command prompt. Variables stay as they are written. Returns undefined for an unclosed quote.
 */
export function splitCommands(given: string): Words[] | undefined {
  const text = isWindows(given) ? removeCarets(given) : given.replaceAll(/`\r?\n/g, ' ');
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text);
    if (match === null) return undefined;
    const groups = match.slice(1);
    const [, , , , blank, end] = groups;
    if (blank !== undefined || end !== undefined) {
      endWord();
      if (end !== undefined) commands.push([]);
      continue;
    }
    const part = joinParts(groups);
    if (part === undefined) endWord();
    else word = (word ?? '') + part;
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}
