import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countMembers,
  findDuplicateKeys,
  findTextDefect,
  fromPointer,
  type Json,
  measureShape,
  parseExact,
  readPath,
  resolvePointer,
  stableStringify,
  toPointer,
} from '../../../engine/base/json/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { jsonText, key, nest } from './documents.ts';

describe('parseExact', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['-9007199254740993', '-9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e400', '1e400'],
    ['-1.5E+4000', '-1.5E+4000'],
    ['1e308', 1e308],
    ['1e-400', 0],
    ['1234567890123456.5', 1234567890123456.5],
    ['0.12345678901234567890', 0.12345678901234568],
    ['1e0000000000', 1],
    ['{"id":9007199254740993,"n":1}', { id: '9007199254740993', n: 1 }],
    [
      '[ 9007199254740993,9007199254740993 ,\n9007199254740993]',
      ['9007199254740993', '9007199254740993', '9007199254740993'],
    ],
    ['{"a":": 9007199254740993","b":9007199254740993}', { a: ': 9007199254740993', b: '9007199254740993' }],
    ['{"a":"\\": 9007199254740993"}', { a: '": 9007199254740993' }],
    ['{"a":"\\\\","b":9007199254740993}', { a: '\\', b: '9007199254740993' }],
    [
      '{"a":"x [1e400, 9007199254740993]","b":[1e400,"1e400"]}',
      { a: 'x [1e400, 9007199254740993]', b: ['1e400', '1e400'] },
    ],
  ])('%s', (text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  test('equals JSON.parse for any document', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(parseExact(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test('keeps wide numbers in any document, like JSON.parse with a reviver', () => {
    const wide = fc.oneof(
      fc.bigInt().map(String),
      fc.stringMatching(/^-?[1-9]\d{0,20}(\.\d{1,20})?([eE][+-]?\d{1,4})?$/),
    );
    const exact = (_key: string, value: unknown, context?: { source: string }) => {
      if (typeof value !== 'number') return value;
      const isInteger = /^-?\d+$/.test(context?.source ?? '');
      return (isInteger ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : context?.source;
    };
    const replaced = fc
      .tuple(jsonText, wide, wide)
      .map(([text, a, b]) => `[${a}, ${text.replaceAll('9007199254740991', b)},{"k" :${b}}]`);
    fc.assert(
      fc.property(replaced, (text) => {
        const twin = JSON.parse(text, exact as Parameters<typeof JSON.parse>[1]);
        expect(parseExact(text)).toEqual(twin);
      }),
      { numRuns: scaleRuns(1000) },
    );
  });

  test.each([
    '{9007199254740993:1}',
    '{9007199254740993 :1}',
    '{ 9007199254740993:1}',
    '{"a":1,9007199254740993 :1}',
    '09007199254740993',
    '9007199254740993x',
    '[1 9007199254740993]',
    '"a"9007199254740993',
    '[9007199254740993',
    '"9007199254740993',
    ', 9007199254740993,',
    '--9007199254740993',
    '+9007199254740993',
    '9007199254740993.',
    '9007199254740993e',
    'true9007199254740993',
    '[", 9007199254740993]',
    '{"a":1e400"b"}',
    '.9007199254740993',
    '[-  9007199254740993]',
  ])('refuses %s', (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });
});

describe('pointers (RFC 6901)', () => {
  // The document and the pointers of the RFC's section 5.
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };
  test.each<[string, unknown]>([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/nothing', undefined],
    ['foo', undefined],
    ['/m~n', undefined],
    ['/foo/length', undefined],
    ['/foo/-', undefined],
    ['/toString', undefined],
    ['/__proto__', undefined],
  ])('%j', (pointer, value) => {
    expect(resolvePointer(document, pointer)).toEqual(value);
  });

  test('a path survives a round trip', () => {
    const path = fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '') }));
    fc.assert(
      fc.property(path, (steps) => {
        expect(fromPointer(toPointer(steps))).toEqual(steps);
      }),
    );
  });
});

describe('read', () => {
  test.each<[Json, (string | number)[], unknown]>([
    [{ a: { b: [1, 2] } }, ['a', 'b', 1], 2],
    [{ a: 1 }, [], { a: 1 }],
    [{ a: null }, ['a'], null],
    [{ a: null }, ['a', 'b'], undefined],
    [{ a: 'text' }, ['a', 'length'], undefined],
    [{ a: 'text' }, ['a', 0], undefined],
    [{}, ['constructor'], undefined],
    [{}, ['__proto__'], undefined],
    [JSON.parse('{"__proto__":{"x":1}}'), ['__proto__', 'x'], 1],
    [[1], ['length'], undefined],
  ])('%j at %j', (value, path, expected) => {
    expect(readPath(value, path)).toEqual(expected);
  });
});

describe('stable', () => {
  test('sorts keys by code unit, at any depth', () => {
    expect(stableStringify({ b: [{ d: 1, c: 'é' }], a: null, B: -0, '10': 1, '9': 2 })).toBe(
      '{"10":1,"9":2,"B":0,"a":null,"b":[{"c":"é","d":1}]}',
    );
    expect(stableStringify(JSON.parse('{"b":1,"__proto__":{"z":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"z":1},"b":1}');
  });

  const shuffled = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(shuffled);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, shuffled(member)]),
    );
  };

  test('survives a round trip, and equal values have equal texts in any key order', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const value = JSON.parse(text) as Json;
        expect(JSON.parse(stableStringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(stableStringify(shuffled(value) as Json)).toBe(stableStringify(value));
      }),
    );
  });
});

describe('members and duplicates', () => {
  test('a text without repeated keys has as many members as its value', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(measureShape(Buffer.from(text)).members).toBe(countMembers(JSON.parse(text)));
        expect(findDuplicateKeys(text)).toEqual([]);
      }),
      { numRuns: scaleRuns(500) },
    );
  });

  test('a repeated key changes the member count and is located, in any document', () => {
    const twice = fc
      .tuple(fc.array(key, { maxLength: 4 }), key, jsonText, jsonText)
      .chain(([path, name, first, second]) => {
        const member = JSON.stringify(name);
        const text = nest(path, `{${member} :${first},"other":0, ${member}:${second}}`);
        return text.map((document) => ({ document, place: [...path, name], value: JSON.parse(second) }));
      });
    fc.assert(
      fc.property(twice, ({ document, place, value }) => {
        expect(findDuplicateKeys(document)).toEqual([place]);
        expect(measureShape(Buffer.from(document)).members).toBeGreaterThan(countMembers(JSON.parse(document)));
        expect(readPath(JSON.parse(document), place)).toEqual(value);
      }),
      { numRuns: scaleRuns(300) },
    );
  });

  test('finds all repeated keys', () => {
    expect(findDuplicateKeys('{"a":1,"b":[{"x":1,"x":2},{"x":3}],"\\u0061":{"y":[],"y":0}}')).toEqual([
      ['b', 0, 'x'],
      ['a'],
      ['a', 'y'],
    ]);
  });
});

test.each<[Json, unknown]>([
  [{ a: 'fine', b: ['😀', 1, null] }, undefined],
  ['\0', { path: [] }],
  [{ a: [1, 'x\0'] }, { path: ['a', 1] }],
  [{ a: { '\ud800': 1 } }, { path: ['a', '\ud800'] }],
  [['\udc00'], { path: [0] }],
])('textDefect of %j', (value, defect) => {
  const found = findTextDefect(value);
  if (defect === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(defect as object);
});
