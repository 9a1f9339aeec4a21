/** Rounds of decoding: encoders are rarely applied more often. */
const DEPTH = 4;

/** One escaped character: percent-encoded UTF-8, JSON with any number of escaped backslashes, or HTML. */
const ESCAPE =
  /%(?:[0-7][\da-f]|[cd][\da-f]%[89ab][\da-f]|e[\da-f](?:%[89ab][\da-f]){2}|f[0-7](?:%[89ab][\da-f]){3})|\\{1,8}(?:u[\da-f]{4}|["/bfnrt\\])|&(?:#0{0,8}\d{1,7}|#x0{0,8}[\da-f]{1,6}|amp|lt|gt|quot|apos);?/gi;

const BY_LETTER: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const BY_NAME: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const codePoint = (code: number, otherwise: string): string =>
  code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;

const fromJson = (escaped: string): string => {
  const [, code] = /u(....)$/i.exec(escaped) ?? [];
  const letter = escaped.slice(-1);
  return code === undefined
    ? (BY_LETTER[letter.toLowerCase()] ?? letter)
    : String.fromCharCode(Number.parseInt(code, 16));
};

const fromHtml = (escaped: string): string => {
  const [, hex, decimal, name = ''] = /^&(?:#x([\da-f]+)|#(\d+)|([a-z]+))/i.exec(escaped) ?? [];
  if (hex !== undefined) return codePoint(Number.parseInt(hex, 16), escaped);
  return decimal === undefined ? (BY_NAME[name.toLowerCase()] ?? escaped) : codePoint(Number(decimal), escaped);
};

function decodeEscape(escaped: string): string {
  if (escaped.startsWith('%')) return Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8');
  return escaped.startsWith('\\') ? fromJson(escaped) : fromHtml(escaped);
}

/** Yields the text decoded once, twice, and so on, while anything is left to decode. */
function* decodings(text: string, escaped: RegExp): Generator<string> {
  let before = text;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const decoded = before.replace(escaped, decodeEscape);
    if (decoded === before) return;
    yield decoded;
    before = decoded;
  }
}

/** Returns the text itself, then decoded once, twice, and so on. */
export const viewsOf = (text: string): string[] => (/[%\\&]/.test(text) ? [text, ...decodings(text, ESCAPE)] : [text]);

/** Returns a text decoded `depth` times, with the original offset of each character and of the end. */
export function mappedView(
  text: string,
  depth: number,
): { readonly view: string; readonly offsets: readonly number[] } {
  let view = text;
  let offsets = Array.from({ length: text.length + 1 }, (_, at) => at);
  for (let at = 0; at < depth; at += 1) [view, offsets] = decodeOnce(view, offsets);
  return { view, offsets };
}

function decodeOnce(text: string, before: readonly number[]): [string, number[]] {
  const offsets: number[] = [];
  let from = 0;
  const take = (to: number) => {
    for (; from < to; from += 1) offsets.push(before[from] as number);
  };
  const decoded = text.replace(ESCAPE, (escaped: string, at: number) => {
    take(at);
    const character = decodeEscape(escaped);
    for (let unit = 0; unit < character.length; unit += 1) offsets.push(before[at] as number);
    from = at + escaped.length;
    return character;
  });
  take(text.length + 1);
  return [decoded, offsets];
}

/** Escapes that can hide letters and digits: of these themselves, and of the characters used in escapes. */
const HIDING =
  /(?:%|\\{1,8}u00)(?:2[356]|3[\db]|[46][1-9a-f]|5[\dac]|7[\da])|&#x0{0,8}(?:2[356]|3[\db]|[46][1-9a-f]|5[\dac]|7[\da]);?|&#0{0,8}(?:3[578]|4[89]|5[0-79]|6[5-9]|[78]\d|9[0-279]|1[01]\d|12[0-2]);?|&amp(?=;?(?:#|amp));?/gi;

const [PERCENT, AMPERSAND, BACKSLASH] = [37, 38, 92];

/** As bytes, which Node finds twice as fast as texts. */
const toBytes = (texts: readonly string[]): readonly Buffer[] => texts.map((text) => Buffer.from(text));
const LATIN = toBytes(['\\u00']);
const NUMERIC = toBytes(['&#']);
const NAMED = toBytes(['&amp', '&AMP']);
const NESTED = toBytes(
  ['amp', 'AMP'].flatMap((amp) => ['#', amp.slice(0, 1)].flatMap((next) => [`&${amp};${next}`, `&${amp}${next}`])),
);

const includesAny = (bytes: Buffer, needles: readonly Buffer[]): boolean =>
  needles.some((needle) => bytes.includes(needle));

/** Finds an escaped `&` only where it begins another escape. */
const hasHtmlEscapes = (bytes: Buffer): boolean =>
  includesAny(bytes, NUMERIC) || (includesAny(bytes, NAMED) && includesAny(bytes, NESTED));

/**
 * Returns true for all text that hides letters or digits. Searches for single bytes first: most payloads lack them, and Node
 * finds a byte several times as fast as a text.
 */
const hasEscapes = (bytes: Buffer): boolean =>
  bytes.includes(PERCENT) ||
  (bytes.includes(BACKSLASH) && includesAny(bytes, LATIN)) ||
  (bytes.includes(AMPERSAND) && hasHtmlEscapes(bytes));

/** Returns true if any decoding of the bytes passes the test; bytes without such escapes cost almost nothing. */
export function someDecoding(bytes: Buffer, test: (decoded: Buffer) => boolean): boolean {
  if (!hasEscapes(bytes)) return false;
  return decodings(bytes.toString('latin1'), HIDING).some((decoded) => test(Buffer.from(decoded, 'latin1')));
}
