import { describe, expect, test } from 'vitest';
import { compileSelector, findReads } from '../../../engine/language/expression/index.ts';

type Row = readonly [
  source: string,
  input: string[],
  variables: Record<string, string[]>,
  whole?: boolean,
  functions?: string[],
];

const ROWS: readonly Row[] = [
  ['a.b', ['a.b'], {}],
  ['a ? b.c : d', ['a', 'b.c', 'd'], {}],
  ['$application.Id', [], { application: ['Id'] }],
  ['$settings', [], { settings: [''] }],
  ['$', [], {}, true],
  ['$$.a.b', ['a.b'], {}],
  ['$.a', ['a'], {}],
  ['items[kind = $settings.kind].size', ['items.kind', 'items.size'], { settings: ['kind'] }],
  ['items.(kind & size)', ['items.kind', 'items.size'], {}],
  ['items.{"k": kind}', ['items.kind'], {}],
  ['items{kind: size}', ['items', 'items.kind', 'items.size'], {}],
  ['items^(size).kind', ['items.size', 'items.kind'], {}],
  ['$contains(a, "x")', ['a'], {}, false, ['contains']],
  ['a.$uppercase()', ['a'], {}, false, ['uppercase']],
  ['$string()', [], {}, true, ['string']],
  ['a.*', ['a'], {}],
  ['**', [], {}, true],
  ['a.**.b', ['a'], {}],
  ['($x := a; $x.b)', ['a'], {}],
  ['$map(a, function($v){ $v.b & c })', ['a', 'c'], {}, false, ['map']],
  ['a@$x.b', ['a', 'b'], {}],
  ['a.$settings', ['a'], { settings: [''] }],
  ["a.'b'", ['a.b'], {}],
  ['a.(1)', ['a'], {}],
  ['$eval("a")', [], {}, true, ['eval']],
  ['a ~> $join(",")', ['a'], {}, false, ['join']],
  ['$f(a)', ['a'], { f: [''] }],
  ['"text" & 1', [], {}],
  ['$match(a, /x/)', ['a'], {}, false, ['match']],
  ['a.$match(/x/)', ['a'], {}, false, ['match']],
];

describe('reads of an expression', () => {
  test.each(ROWS.map((row) => ({ row })))(
    '$row',
    ({ row: [source, input, variables, whole = false, functions = []] }) => {
      const reads = findReads(source);
      const dotted = (paths: string[][]) => paths.map((path) => path.join('.')).sort();
      expect(dotted(reads.input)).toEqual([...input].sort());
      const found = Object.entries(reads.variables).map(([name, paths]) => [name, dotted(paths)]);
      expect(Object.fromEntries(found)).toEqual(variables);
      expect(reads.wholeInput).toBe(whole);
      expect(reads.functions).toEqual(functions);
    },
  );
});

describe('selectors that can be streamed', () => {
  test.each([
    ['Items', ['Items'], undefined],
    ['_embedded.findings', ['_embedded', 'findings'], undefined],
    ['`a b`.c', ['a b', 'c'], undefined],
    ["Items[$contains(Technologies, 'DAST')]", ['Items'], "$contains(Technologies, 'DAST')"],
    ['a.b[x = 1 and y]', ['a', 'b'], 'x = 1 and y'],
    ['a[ "]" = b ]', ['a'], '"]" = b'],
    ['a[b in [1, 2]]', ['a'], 'b in [1, 2]'],
  ])('%s', async (source, path, filter) => {
    const selector = compileSelector(source);
    expect(selector?.path).toEqual(path);
    expect(selector?.filter?.source).toBe(filter);
  });

  test.each([
    'a[0]',
    'a[b]',
    'a[$f(b)]',
    'a[b = 1].c',
    'a[b = 1][c = 2]',
    '$.a',
    'a.*',
    'a[]',
    'a{b: c}',
    'a^(b)',
    '$$',
    'a[b = $$.c]',
    'a.b[%.c = 1]',
    'a & b',
    'a@$x',
  ])('%s cannot be streamed', (source) => {
    expect(compileSelector(source)).toBeUndefined();
  });

  test('the filter is the predicate', async () => {
    const filter = compileSelector("Items[$contains(Technologies, 'DAST')]")?.filter;
    expect(filter?.evaluate({ Technologies: 'SAST, DAST' }, {})).toBe(true);
    expect(filter?.evaluate({}, {})).toBeUndefined();
  });
});
