import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ArrayState, type ElementEnd, MOST_BYTES, scanStructure } from '../../../engine/base/json/structure.ts';
import { scaleRuns } from '../../setup/suite.ts';

interface Found {
  closed: number;
  ends: ElementEnd[];
  /** The text that follows each place noted for a number that may be wide. */
  wide: number[];
}

/** The same, a byte at a time: what the program must agree with, on any bytes. */
function stepByStep(text: string): Found & { rest: { members: number; deepest: number } } {
  const found: Found = { closed: -1, ends: [], wide: [] };
  let [inside, depth, members, deepest] = [false, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const byte = text.charAt(at);
    if (byte === '\\') at += /["\\]/.test(text.charAt(at + 1)) ? 1 : 0;
    else if (byte === '"') inside = !inside;
    else if (inside) continue;
    else if (byte === ':') members++;
    else if (byte === '{' || byte === '[') deepest = Math.max(deepest, ++depth);
    else if (byte === '}' || byte === ']') {
      if (depth === 0) return { ...found, closed: at, rest: { members, deepest } };
      depth--;
    } else if (byte === ',' && depth === 0) {
      found.ends.push({ at, members, depth: deepest });
      [members, deepest] = [0, 0];
    }
  }
  return { ...found, rest: { members, deepest } };
}

/** The text with what is inside of strings, or escaped, blanked. */
function outsideOf(text: string): string {
  let [inside, outside] = [false, ''];
  for (let at = 0; at < text.length; at++) {
    const byte = text.charAt(at);
    outside += inside || byte === '"' || byte === '\\' ? ' ' : byte;
    if (byte === '"') inside = !inside;
    if (byte === '\\' && ++at < text.length) outside += inside ? ' ' : text.charAt(at).replace('"', ' ');
  }
  return outside;
}

/** Positions of wide numbers outside strings: 16 consecutive digits, or digits with an exponent. */
const wideIn = (text: string): { from: number; to: number }[] =>
  [...outsideOf(text).matchAll(/\d{16,}[eE]?|\d+[eE]/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));

const fresh = (): ArrayState => ({ inside: 0, escaped: 0, depth: 0, members: 0, deepest: 0, digits: 0 });

function inPieces(bytes: Buffer, sizes: readonly number[]): Found & { state: ArrayState } {
  const state = fresh();
  const found: Found = { closed: -1, ends: [], wide: [] };
  let at = 0;
  for (let turn = 0; at < bytes.length && found.closed === -1; turn++) {
    const size = sizes[turn % sizes.length] as number;
    const { closed, ends, wide } = scanStructure(bytes.subarray(at, at + size), state);
    for (const end of ends) found.ends.push({ ...end, at: at + end.at });
    for (const place of wide) found.wide.push(at + place);
    if (closed !== -1) found.closed = at + closed;
    at += size;
  }
  return { ...found, state };
}

const PARTS = ['"', '"', '\\"', '\\\\', '\\', '{', '}', '[', ']', ',', ',', ':', ':', ' ', 'e', 'true', 'é', 'word'];
const part = fc.oneof(
  { arbitrary: fc.constantFrom(...PARTS), weight: 5 },
  fc.nat({ max: 70 }).map((length) => '7'.repeat(length)),
  fc.nat({ max: 70 }).map((length) => `"${'s'.repeat(length)}"`),
  fc.nat({ max: 3 }).map((count) => `{"k":[${'{}'.repeat(count)}]}`),
);
const bytesLikeJson = fc
  .array(part, { minLength: 1, maxLength: 120 })
  .map((parts) => Buffer.from(parts.join('')).toString('latin1'));
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(64)), { minLength: 1, maxLength: 4 });

test('finds what a look at each byte finds, on bytes of any kind, cut anywhere', () => {
  fc.assert(
    fc.property(bytesLikeJson, sizes, (text, cuts) => {
      const { rest, ...expected } = stepByStep(text);
      const { state, wide, ...found } = inPieces(Buffer.from(text, 'latin1'), cuts);
      expect({ ...found, wide: [] }).toEqual(expected);
      expect({ members: state.members, deepest: state.deepest }).toEqual(rest);
      const read = expected.closed === -1 ? text : text.slice(0, expected.closed);
      const numbers = wideIn(read);
      for (const { from, to } of numbers) expect(wide.some((place) => place >= from && place < to)).toBe(true);
      for (const place of wide)
        if (place < read.length)
          expect(
            numbers.some(({ from, to }) => place >= from && place < to),
            `${place} is no wide number`,
          ).toBe(true);
      expect(wide).toEqual(wide.toSorted((a, b) => a - b));
    }),
    { numRuns: scaleRuns(5000), seed: 21 },
  );
});

test('holds as many elements and numbers as its bytes can be made of', () => {
  const commas = Buffer.alloc(MOST_BYTES, ',');
  expect(scanStructure(commas, fresh()).ends).toHaveLength(MOST_BYTES);
  const exponents = Buffer.alloc(MOST_BYTES, '1e');
  expect(scanStructure(exponents, fresh()).wide).toHaveLength(MOST_BYTES / 2);
  const state = fresh();
  scanStructure(Buffer.alloc(MOST_BYTES, '['), state);
  expect(state).toMatchObject({ depth: MOST_BYTES, deepest: MOST_BYTES });
});
