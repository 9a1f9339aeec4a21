import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffText } from '../../../studio/web/components/diff-text.ts';
import {
  findNearestRange,
  findNodeRange,
  findPointer,
  formatPointer,
  listLeaves,
  parseJsonTree,
  parsePointer,
} from '../../../studio/web/mapping/json-positions.ts';

const TEXT = '{ "Items": [{ "Id": "a", "Scan": { "a/b": [1, 2] } }] }';
const tree = parseJsonTree(TEXT);
const locate = (pointer: string) => {
  const range = findNodeRange(tree, pointer);
  return range && TEXT.slice(range.from, range.to);
};

describe('positions in JSON text', () => {
  test.each([
    ['/Items/0/Id', '"Id": "a"'],
    ['/Items/0/Scan/a~1b', '"a/b": [1, 2]'],
    ['/Items/0/Scan/a~1b/1', '2'],
    ['/Items/1', undefined],
    ['/Items/0/Id/x', undefined],
  ])('finds the range of %s', (pointer, text) => {
    expect(locate(pointer)).toBe(text);
  });

  test('uses the nearest ancestor of a missing value', () => {
    const { from, to } = findNearestRange(tree, '/Items/0/Scan/none/at/all');
    expect(TEXT.slice(from, to)).toBe('"Scan": { "a/b": [1, 2] }');
  });

  test.each([
    ['"Id"', '/Items/0/Id'],
    ['"a",', '/Items/0/Id'],
    ['2]', '/Items/0/Scan/a~1b/1'],
    ['{ "Items"', undefined],
  ])('finds the pointer at %s', (text, pointer) => {
    expect(findPointer(tree, TEXT.indexOf(text))).toBe(pointer);
  });

  test('lists leaves with their patterns', () => {
    expect(tree && listLeaves(tree).map(({ pattern }) => pattern)).toEqual([
      '/Items/*/Id',
      '/Items/*/Scan/a~1b/*',
      '/Items/*/Scan/a~1b/*',
    ]);
  });

  test('finds ranges in truncated text', () => {
    expect(findNodeRange(parseJsonTree('{ "a": 1, "b": '), '/a')).toEqual({ from: 2, to: 8 });
    expect(findNodeRange(parseJsonTree(''), '/a')).toBeUndefined();
  });

  test('parses every formatted pointer back to its parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(parsePointer(formatPointer(parts))).toEqual(parts);
      }),
    );
  });
});

test('the change between two texts turns the first into the second', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (start, a, b, end) => {
      const [before, after] = [start + a + end, start + b + end];
      const { from, to, insert } = diffText(before, after);
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      expect(insert.length).toBeLessThanOrEqual(b.length);
    }),
  );
});
