import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileExpression } from '../../../engine/language/expression/index.ts';
import { compileMap, type MapSpec } from '../../../engine/pipeline/map/index.ts';

/** Texts that would end a literal, a comment or a line, or that mean something to JavaScript, and three that do not. */
const TEXTS: readonly string[] = [
  ...['plain', 'x y', 'ÿ😀'],
  ...['"', "'", '\\', '\\"', '\\\\"', '"]=1;["', '");throw 1;("', "');}}/*", '"; */ } catch { } "'],
  ...[
    `$${'{process}'}`,
    '${',
    '*/',
    '/*',
    '//',
    '<!--',
    '-->',
    '\n',
    '\r\n',
    '\u2028',
    '\u2029',
    '\0',
    '\ufeff',
    '\\u2028',
  ],
  ...['\ud800', '\udfff\ud800', '__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__', 'then'],
  ...[
    'length',
    '0',
    '-1',
    '1e3',
    'eval',
    'arguments',
    'this',
    'runtime',
    'constants',
    'focus',
    'root',
    't1',
    'k0',
    'f1',
  ],
  ...['x'.repeat(100_000), '"'.repeat(1_000), ''],
];

/** Positions of a text: as a name (`q`) and as a literal (`s`). */
const PLACES: Readonly<Record<string, (q: string, s: string) => string>> = {
  name: (q) => q,
  'names in a path': (q) => `a.${q}.${q}`,
  literal: (_, s) => s,
  'key of an object': (_, s) => `{${s}: 1}`,
  'key over a list': (q, s) => `a.{${s}: ${q}}`,
  predicate: (q, s) => `a[${q} = ${s}]`,
  'predicate on a name': (q, s) => `a.${q}[a = ${s}].${q}[0]`,
  grouping: (q, s) => `a{$string(${q}): ${s}}`,
  order: (q) => `a^(${q})`,
  choices: (q, s) => `${q} in [${s}, "a"]`,
  concatenation: (q, s) => `${q} & ${s}`,
  'a variable with a name': (q) => `$v.${q}`,
  'a bound name': (q) => `a@$v.${q}#$i.{"v": $v, "up": %.${q}}`,
  arguments: (q, s) => `$contains(${q}, ${s})`,
  'a lambda': (q, s) => `$map(a, function($v){ $v.${q} & ${s} })`,
  transform: (q, s) => `$ ~> |a|{${s}: ${q}}, ${s}|`,
  'text that is evaluated': (_, s) => `$eval(${JSON.stringify(s)})`,
};

const sources: string[] = [];
const { Function: Original } = globalThis;

beforeEach(() => {
  sources.length = 0;
  globalThis.Function = new Proxy(Original, {
    construct(target, args) {
      sources.push(String(args.at(-1)));
      return Reflect.construct(target, args);
    },
  });
});
afterEach(() => {
  globalThis.Function = Original;
});

/** Generated code without its literals: equal for every text, unless a text escaped from its literal. */
const shapeOf = (make: () => unknown): string => {
  sources.length = 0;
  make();
  expect(sources.length).toBeGreaterThan(0);
  return sources.map((source) => source.replaceAll(/"(?:[^"\\\n\r\u2028\u2029]|\\.)*"/g, 'TEXT')).join('\n');
};

const quoted = (text: string) => `\`${text}\``;
const allShapes = (make: (text: string) => unknown, texts: readonly string[]) =>
  new Set(texts.map((text) => shapeOf(() => make(text))));

// Payload keys, keys that objects or lists inherit, and one key that is overwritten are read in different ways.
const SHAPES_OF_NAMES = 4;

describe('text cannot escape from its literal', () => {
  test.each(Object.entries(PLACES))('%s', (_, place) => {
    const shapes = allShapes((text) => compileExpression(place(quoted(text), JSON.stringify(text))), TEXTS);
    expect(shapes.size).toBeLessThanOrEqual(SHAPES_OF_NAMES);
  });

  test.each(Object.entries(PLACES))('%s: texts that no object has are all read alike', (_, place) => {
    const ordinary = TEXTS.filter((text) => text !== '__proto__' && !(text in []) && text !== '0');
    const shapes = allShapes((text) => compileExpression(place(quoted(text), JSON.stringify(text))), ordinary);
    expect([...shapes]).toHaveLength(1);
  });
});

const specWith = (text: string): MapSpec => ({
  entity: 'finding',
  schema: { type: 'object' },
  where: `${JSON.stringify(text)} != "-"`,
  constants: { [`fixed ${text}`]: text },
  enums: { table: { values: { [`a${text}`]: text, b: 1 }, unmapped: 'pass' } },
  fields: {
    [`id ${text}`]: { value: JSON.stringify(`i${text}`), identity: true },
    [`inner ${text}.name`]: { value: quoted(text), as: 'string' },
    [`inner ${text}.table`]: { value: `$v.${quoted(text)}`, enum: 'table' },
  },
});

describe('text cannot escape from a map', () => {
  const texts = TEXTS.filter((text) => !text.includes('.') && !text.includes('`') && !(text in []) && text !== '0');

  test('targets, fixed values, tables, conditions', () => {
    const shapes = allShapes(
      (text) => compileMap(specWith(text)),
      texts.filter((text) => text !== '__proto__'),
    );
    expect([...shapes]).toHaveLength(1);
  });

  const storable = texts.filter((text) => text.length < 1_000 && text.isWellFormed() && !text.includes('\0'));
  test.each(storable)('%j becomes a record of it', async (text) => {
    const outcome = await compileMap(specWith(text)).map({ [text]: 'x' }, { v: { [text]: 'b' } });
    expect(outcome).toMatchObject({ kind: 'record' });
    if (outcome.kind !== 'record') return;
    expect(Object.getPrototypeOf(outcome.record)).toBe(Object.prototype);
    expect(outcome.record[`fixed ${text}`]).toBe(text);
  });
});
