import fc from 'fast-check';

export const blank = fc.stringMatching(/^[ \n\r\t]{0,2}$/);

const KEYS = ['a', 'b', 'items', '_embedded', '', '__proto__', 'constructor', 'a"b', 'a\\', 'é', '😀', '[', '{', ','];
export const key = fc.constantFrom(...KEYS);

const NUMBERS = ['0', '-0', '-1.5', '1e3', '1E-7', '9007199254740991', '123.456e+2', '0.1234567890123456789'];
const scalar = fc.oneof(
  fc.constantFrom('null', 'true', 'false', ...NUMBERS),
  fc
    .double({ noDefaultInfinity: true, noNaN: true })
    .map(String)
    .filter((text) => !/^-?\d{16,}$|e\+?\d{2,}/.test(text)),
  fc
    .string({ unit: 'binary', maxLength: 8 })
    .filter((text) => !text.includes('\0'))
    .chain(stringText),
  fc
    .array(fc.constantFrom('x', 'é', '[', '\\\\', '\\"', 'a long piece of text, '), { maxLength: 60 })
    .map((parts) => `"${parts.join('')}"`),
  fc.constantFrom(
    '"[1,2]"',
    '"}"',
    '"\\"],\\""',
    '"\\\\"',
    '"\\u0041\\u00e9\\ud83d\\ude00"',
    '"\\/\\b\\f"',
    '"{\\"a\\":[1"',
  ),
);

function stringText(text: string): fc.Arbitrary<string> {
  const escaped = JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return fc.constantFrom(JSON.stringify(text), escaped);
}

const member = (name: string, value: string) =>
  fc.tuple(stringText(name), blank, blank).map(([text, before, after]) => `${text}${before}:${after}${value}`);

export const between = (open: string, parts: readonly string[], close: string) =>
  fc
    .array(blank, { minLength: parts.length * 2 + 1, maxLength: parts.length * 2 + 1 })
    .map(
      (blanks) =>
        open + parts.map((part, i) => `${blanks[2 * i]}${part}${blanks[2 * i + 1]}`).join(',') + blanks.at(-1) + close,
    );

/** JSON texts as a vendor may write them: any blanks, any escapes, numbers in any form; keys of an object differ. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 5 }).chain((values) => between('[', values, ']')),
  object: fc
    .uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 4 })
    .chain((members) => fc.tuple(...members.map(([name, value]) => member(name, value))))
    .chain((members) => between('{', members, '}')),
})).value;

/** A document with a list at `path`, other members around it, and the texts it was made of. */
export const documentWithList = fc
  .record({ path: fc.array(key, { maxLength: 3 }), elements: fc.array(jsonText, { maxLength: 6 }) })
  .chain(({ path, elements }) =>
    between('[', elements, ']').chain((list) => nest(path, list).map((text) => ({ path, text }))),
  );

/** A document whose value at `path` is `inner`. */
export function nest(path: readonly string[], inner: string): fc.Arbitrary<string> {
  const [name, ...rest] = path;
  if (name === undefined) return fc.tuple(blank, blank).map(([before, after]) => before + inner + after);
  const others = fc.uniqueArray(
    fc.tuple(
      key.filter((other) => other !== name),
      jsonText,
    ),
    { selector: ([k]) => k, maxLength: 3 },
  );
  return fc.tuple(nest(rest, inner), others, fc.nat(3)).chain(([value, more, at]) => {
    const members = more.toSpliced(at, 0, [name, value]);
    return fc.tuple(...members.map(([k, v]) => member(k, v))).chain((parts) => between('{', parts, '}'));
  });
}

/** The bytes of a text in chunks that are cut at these places, wherever they fall. */
export function splitChunks(text: string, cuts: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

export const cuts = fc.oneof(
  fc.array(fc.nat(), { maxLength: 8 }),
  fc.constant(Array.from({ length: 5000 }, (_, i) => i)),
);
