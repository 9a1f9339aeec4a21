import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import {
  type Element,
  type Json,
  parseExact,
  readPiece,
  type SplitLimits,
  Splitter,
} from '../../../engine/base/json/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { cuts, documentWithList, jsonText, splitChunks } from './documents.ts';

interface Split {
  readonly elements: readonly Element[];
  readonly envelope: Json;
  readonly found: boolean;
}

function split(chunks: readonly Uint8Array[], path: readonly string[], limits?: SplitLimits): Split {
  const splitter = new Splitter(path, limits);
  const elements = chunks.flatMap((chunk) => splitter.push(chunk).flatMap((piece) => readPiece(piece)));
  return { elements, envelope: splitter.end(), found: splitter.found };
}

const splitText = (text: string, path: readonly string[], at: readonly number[] = []) =>
  split(splitChunks(text, at), path);

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'nothing was thrown';
  } catch (error) {
    return isEngineError(error) ? error.code : String(error);
  }
}

/** Oracle: JSON.parse and a walk along the path, which share no code with the splitter. */
function expected(text: string, path: readonly string[]): { items: Json[] | undefined; envelope: Json } {
  const envelope = parseExact(text);
  let holder: { [key: string]: Json } = { root: envelope };
  let name = 'root';
  for (const step of path) {
    const next = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return { items: undefined, envelope };
    holder = next as { [key: string]: Json };
    name = step;
  }
  const items = Object.hasOwn(holder, name) ? holder[name] : undefined;
  if (!Array.isArray(items)) return { items: undefined, envelope };
  Object.defineProperty(holder, name, { value: [], enumerable: true, writable: true, configurable: true });
  return { items, envelope: path.length === 0 ? [] : envelope };
}

const valuesOf = (elements: readonly Element[]) => elements.map((e) => (e.kind === 'item' ? e.value : e));

describe('splitter = JSON.parse', () => {
  test('for any document with a list, any path to it, any chunking', () => {
    fc.assert(
      fc.property(documentWithList, cuts, ({ path, text }, at) => {
        const { items, envelope } = expected(text, path);
        const result = splitText(text, path, at);
        expect(valuesOf(result.elements)).toEqual(items);
        expect(result.envelope).toEqual(envelope);
      }),
      { numRuns: scaleRuns(400) },
    );
  });

  test('for any document with numbers that a double cannot represent', () => {
    const wide = fc.oneof(
      fc.bigInt().map(String),
      fc.stringMatching(/^-?[1-9]\d{0,20}(\.\d{1,20})?([eE][+-]?\d{1,4})?$/),
    );
    fc.assert(
      fc.property(documentWithList, cuts, wide, ({ path, text }, at, number) => {
        const widened = text.replaceAll(/9007199254740991|123\.456e\+2/g, number);
        const { items, envelope } = expected(widened, path);
        const result = splitText(widened, path, at);
        expect(valuesOf(result.elements)).toEqual(items);
        expect(result.envelope).toEqual(envelope);
      }),
      { numRuns: scaleRuns(400) },
    );
  });

  test('for any document and any path, with or without a list', () => {
    fc.assert(
      fc.property(
        jsonText,
        fc.array(fc.constantFrom('a', 'b', 'items', '__proto__'), { maxLength: 2 }),
        cuts,
        (text, path, at) => {
          const { items, envelope } = expected(text, path);
          const result = splitText(text, path, at);
          expect(result.found).toBe(items !== undefined);
          expect(valuesOf(result.elements)).toEqual(items ?? []);
          expect(result.envelope).toEqual(envelope);
        },
      ),
      { numRuns: scaleRuns(400) },
    );
  });

  test('rejects what JSON.parse rejects: any single edit of a document', () => {
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat(2),
      put: fc.constantFrom('', ',', ']', '}', '[', '{', '"', ':', '\\', '1', 'x', ' ', '\n'),
    });
    fc.assert(
      fc.property(documentWithList, edit, cuts, ({ path, text }, { at, cut, put }, places) => {
        const place = at % (text.length + 1);
        const edited = text.slice(0, place) + put + text.slice(place + cut);
        const isValid = codeOf(() => JSON.parse(edited)) === 'nothing was thrown';
        const code = codeOf(() => splitText(edited, path, places));
        if (isValid) expect(['nothing was thrown', 'RECORDS_REPEATED']).toContain(code);
        else expect(['BODY_NOT_JSON', 'BODY_TRUNCATED', 'BODY_EMPTY']).toContain(code);
      }),
      { numRuns: scaleRuns(1000) },
    );
  });

  test('rejects a document that is truncated anywhere', () => {
    fc.assert(
      fc.property(documentWithList, fc.nat(), cuts, ({ path, text }, at, places) => {
        const cut = text.trimEnd().slice(0, at % text.trimEnd().length);
        expect(['BODY_TRUNCATED', 'BODY_EMPTY']).toContain(codeOf(() => splitText(cut, path, places)));
      }),
      { numRuns: scaleRuns(400) },
    );
  });
});

describe('rejected documents', () => {
  test.each([
    ['', [], 'BODY_EMPTY'],
    [' \n\t', [], 'BODY_EMPTY'],
    ['\uFEFF', [], 'BODY_EMPTY'],
    ['<!doctype html><html>', ['a'], 'BODY_NOT_JSON'],
    [`<html>${'x'.repeat(5000)}`, ['a'], 'BODY_NOT_JSON'],
    ['Service unavailable', [], 'BODY_NOT_JSON'],
    ['[1,2', [], 'BODY_TRUNCATED'],
    ['[1,"2', [], 'BODY_TRUNCATED'],
    ['{"a":[1,2]', ['a'], 'BODY_TRUNCATED'],
    ['{"a":"x', ['b'], 'BODY_TRUNCATED'],
    ['[1,2]]', [], 'BODY_NOT_JSON'],
    ['[1,2] x', [], 'BODY_NOT_JSON'],
    ['{"a":[1]} {}', ['a'], 'BODY_NOT_JSON'],
    ['[1,,2]', [], 'BODY_NOT_JSON'],
    ['[,1]', [], 'BODY_NOT_JSON'],
    ['[1,]', [], 'BODY_NOT_JSON'],
    ['[1 2]', [], 'BODY_NOT_JSON'],
    ['[{]}', [], 'BODY_NOT_JSON'],
    ['[{"a":1]]', [], 'BODY_NOT_JSON'],
    ['[1}', [], 'BODY_NOT_JSON'],
    ['{"a" [1]}', ['a'], 'BODY_NOT_JSON'],
    ['["\n"]', [], 'BODY_NOT_JSON'],
    ['[{9007199254740993:1}]', [], 'BODY_NOT_JSON'],
    ['[\uFEFF1]', [], 'BODY_NOT_JSON'],
    ['{"a":[1],"a":[2]}', ['a'], 'RECORDS_REPEATED'],
    ['{"a":{"b":[1]},"\\u0061":{}}', ['a', 'b'], 'RECORDS_REPEATED'],
    [`${'{"x":'.repeat(65)}1${'}'.repeat(65)}`, ['a'], 'PAGE_TOO_DEEP'],
  ])('%j at %j: %s', (text, path, code) => {
    expect(codeOf(() => splitText(text, path))).toBe(code);
    expect(
      codeOf(() =>
        splitText(
          text,
          path,
          Array.from(text, (_, i) => i),
        ),
      ),
    ).toBe(code);
  });

  test('a rest over the limit', () => {
    const text = `{"x":"${'y'.repeat(200)}","a":[1]}`;
    expect(codeOf(() => split(splitChunks(text, [50, 100, 150]), ['a'], { element: 100, rest: 100 }))).toBe(
      'PAGE_TOO_LARGE',
    );
  });

  test('the message never contains the body', () => {
    for (const text of ['hunter2 is the password', '[hunter2]', '{"a":[1,hunter2]}', '{"a":hunter2}']) {
      try {
        splitText(text, ['a']);
        expect.unreachable();
      } catch (error) {
        expect(`${error} ${(error as Error).cause} ${JSON.stringify(error)}`).not.toContain('hunter2');
      }
    }
  });
});

describe('accepted documents', () => {
  test.each([
    ['a byte order mark', '\uFEFF[1,2]', [], [1, 2], []],
    ['a null list', '{"a":null}', ['a'], [], { a: null }],
    ['no list', '{"b":1}', ['a'], [], { b: 1 }],
    ['null, then a list', '{"a":null,"a":[1]}', ['a'], [1], { a: [] }],
    [
      'the same key elsewhere',
      '{"b":{"a":[0]},"a":[1],"c":{"a":[2]}}',
      ['a'],
      [1],
      { b: { a: [0] }, a: [], c: { a: [2] } },
    ],
    ['an array on the way', '{"a":[{"b":[1]}]}', ['a', 'b'], [], { a: [{ b: [1] }] }],
    ['an escaped key', '{"\\u0061":[1]}', ['a'], [1], { a: [] }],
    ['members after the list', '{"a":[1],"page":{"total":1}}', ['a'], [1], { a: [], page: { total: 1 } }],
    [
      'ids beyond 2^53',
      '[9007199254740993,{"id":-9007199254740993}]',
      [],
      ['9007199254740993', { id: '-9007199254740993' }],
      [],
    ],
    ['numbers that overflow', '[1e400,[-1E+999],1e300]', [], ['1e400', ['-1E+999'], 1e300], []],
    ['wide digits in a string', '["a, 12345678901234567890",1]', [], ['a, 12345678901234567890', 1], []],
  ] as const)('%s', (_name, text, path, items, envelope) => {
    for (const at of [[], Array.from(text, (_, i) => i), [3], [text.length - 2]]) {
      const result = splitText(text, path, at);
      expect(valuesOf(result.elements)).toEqual(items);
      expect(result.envelope).toEqual(envelope);
    }
  });

  test('a long string of escapes, cut at each offset', () => {
    const long = 'a text that is longer than any near one, in full '.repeat(2);
    const items = [`${long}"${long}\\`, `\\\\"${long}\\"`, { [`${long}"`]: `${long}\\\\` }];
    for (const text of [JSON.stringify(items), JSON.stringify({ [`${long}\\"${long}`]: long, a: items })])
      for (let at = 0; at < text.length; at++) {
        const result = splitText(text, text.startsWith('[') ? [] : ['a'], [at]);
        expect(valuesOf(result.elements)).toEqual(items);
      }
  });

  test('more elements than fit in one run', () => {
    const list = Array.from({ length: 1203 }, (_, i) => ({ id: i }));
    expect(valuesOf(splitText(JSON.stringify(list), []).elements)).toEqual(list);
  });

  test('__proto__ and constructor are ordinary members, and no prototype changes', () => {
    const [element] = splitText('[{"__proto__":{"polluted":1},"constructor":2}]', []).elements;
    expect(JSON.stringify(element?.kind === 'item' && element.value)).toBe(
      '{"__proto__":{"polluted":1},"constructor":2}',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('bad elements do not affect the others', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  test.each([
    ['nesting over 64', deep(65), '', 'nested more than 64'],
    ['nesting of 10,000', deep(10_000), '', 'nested more than 64'],
    ['a NUL', '{"a":["x","\\u0000"]}', '/a/1', 'NUL'],
    ['a NUL in a key', '{"a\\u0000":1}', '/a\0', 'NUL'],
    ['a lone surrogate', '{"a":"\\ud800x"}', '/a', 'surrogate'],
    ['a key twice', '{"a":{"b":1,"b":2}}', '/a/b', 'repeats'],
    ['a key twice, escaped', '{"a/b":1, "\\u0061/b" :2}', '/a~1b', 'repeats'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', '/__proto__', 'repeats'],
    ['a key twice in a list', '[{"a":1},{"a":[{"x":":","x":":"}]}]', '/1/a/0/x', 'repeats'],
  ])('%s', (_name, text, pointer, problem) => {
    const document = `{"items":[{"id":1},${text},{"id":3}],"total":3}`;
    for (const at of [[], Array.from({ length: 400 }, (_, i) => i)]) {
      const { elements, envelope } = splitText(document, ['items'], at);
      expect(elements.map(({ kind }) => kind)).toEqual(['item', 'bad', 'item']);
      expect(elements[1]).toMatchObject({
        code: 'ITEM_UNREADABLE',
        pointer,
        message: expect.stringContaining(problem),
        raw: text,
      });
      expect(envelope).toEqual({ items: [], total: 3 });
    }
  });

  test('accepts 64 levels of nesting and a surrogate pair', () => {
    const { elements } = splitText(`[${deep(64)},"\\ud83d\\ude00","\\\\u0000"]`, []);
    expect(elements.map(({ kind }) => kind)).toEqual(['item', 'item', 'item']);
  });

  test('invalid UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"},{"b":"é"}]')]);
    const { elements } = split([bytes], []);
    expect(elements[0]).toMatchObject({ kind: 'bad', message: expect.stringContaining('UTF-8') });
    expect(elements[1]).toEqual({ kind: 'item', value: { b: 'é' } });
  });

  test('an element over the limit, for any chunking', () => {
    const text = `[1,"${'x'.repeat(100)}",{"a":2}]`;
    for (const at of [[], [50], Array.from(text, (_, i) => i)]) {
      const { elements } = split(splitChunks(text, at), [], { element: 50, rest: 1000 });
      expect(elements.map(({ kind }) => kind)).toEqual(['item', 'bad', 'item']);
      expect(elements[1]).toMatchObject({ message: expect.stringContaining('102 bytes'), raw: `"${'x'.repeat(49)}` });
    }
  });
});
