import { describe, expect, test } from 'vitest';
import { compileExpression, createPageAllowance, takeTurn } from '../../../engine/language/expression/index.ts';
import { compileMap } from '../../../engine/pipeline/map/index.ts';

const DOUBLED = '$reduce([1..40], function($a, $b){ [[$a], [$a]] }, 1)';
const PICTURE = `$toMillis("${'a'.repeat(60)}!", "${'[MNn]'.repeat(10)}")`;

/** Expressions that need minutes or gigabytes, each without any limits from its caller. */
const ENDLESS = [
  '$map([1..9999999], function($v){ $v })',
  '$join($map([1..1000000], function($v){ "x" }))',
  '$count([1..10000000])',
  '$filter([1..90000], function($v){ $count([1..90000]) < 0 })',
  '$reduce([1..60], function($a, $b){ $a & $a }, "x")',
  '$sort([1..99999], function($a, $b){ $a < $b })',
  '$distinct([1..100000])',
  '$pad("x", 300000000)',
  '$replace($pad("", 90000, "a"), "a", $pad("", 90000, "b"))',
  '$map([1..90000], function($v){ $match($pad("", 50000, "a"), /a/) })',
  '($f := function($n){ $f($n + 1) }; $f(1))',
  '($f := function($n){ 1 + $f($n + 1) }; $f(1))',
  '$eval("$map([1..9999999], function($v){ $v })")',
  PICTURE,
  DOUBLED,
  `$string(${DOUBLED})`,
  `$clone(${DOUBLED})`,
  `${DOUBLED} = ${DOUBLED}`,
];

describe('an expression without limits from its caller', () => {
  test.each(ENDLESS)('%s ends with EXPRESSION_TOO_LONG', async (source) => {
    const evaluated = async () => compileExpression(source).evaluate({}, {});
    await expect(evaluated).rejects.toMatchObject({ code: 'EXPRESSION_TOO_LONG' });
  });

  test.each(['$map([1..99999], function($v){ $map([1..99999], function($w){ $w }) })', PICTURE, DOUBLED])(
    '%s, which the interpreter evaluates, too',
    async (source) => {
      const evaluated = async () => compileExpression(`[$x := 1, ${source}]`).evaluate({}, {});
      await expect(evaluated).rejects.toMatchObject({ code: 'EXPRESSION_TOO_LONG' });
    },
  );

  test.each(ENDLESS.slice(0, 8))('in a map, %s rejects the item', async (source) => {
    const schema = { type: 'object' };
    const map = compileMap({ schema, fields: { a: { value: source } } } as never);
    expect(await map.map({ id: 1 }, {})).toMatchObject({ kind: 'reject', code: 'EXPRESSION_TOO_LONG' });
    const filter = compileMap({ schema, where: source, fields: { a: { value: 'id' } } } as never);
    expect(await filter.map({ id: 1 }, {})).toMatchObject({ kind: 'reject', code: 'EXPRESSION_TOO_LONG' });
    expect([map.replays(), filter.replays()]).toEqual([0, 0]);
  });

  test('what real maps do stays far below', async () => {
    const items = Array.from({ length: 5_000 }, (_, at) => ({ id: at, name: `name ${at % 50}`, tags: ['a', 'b'] }));
    const source = '$join($distinct(items[id > 10].(name & ":" & $join(tags, ","))), ";")';
    expect(String(await compileExpression(source).evaluate({ items }, {})).length).toBeGreaterThan(500);
    const time = '$toMillis(t, "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001]Z")';
    expect(await compileExpression(time).evaluate({ t: '2026-11-30T10:00:00.000Z' }, {})).toBe(1_796_032_800_000);
  });
});

/** A loop of some thousand steps, as it is compiled and as the interpreter evaluates it. */
const LOOPS = ['$count($map([1..9000], function($v){ $v }))', '[$x := 1, $count($map([1..9000], function($v){ $v }))]'];
const TOO_LONG = { code: 'EXPRESSION_TOO_LONG' };

/** Evaluates with a clock on which every look takes 60 ms. */
const createSlow = (source: string, time: number) => {
  let now = 0;
  const clock = () => {
    now += 60;
    return now;
  };
  return compileExpression(source, { limits: { steps: 1_000_000_000, entries: 100_000, time }, clock });
};

describe.each(LOOPS)('%s', (source) => {
  test('ends when its time is over, however many steps are left', async () => {
    await expect(async () => createSlow(source, 100).evaluate({}, {})).rejects.toMatchObject(TOO_LONG);
    expect(await createSlow(source, 1_000_000).evaluate({}, {})).toBeDefined();
  });

  test('ends when the steps of its page are spent, and what takes little does not', async () => {
    const page = { ...createPageAllowance(), steps: 0 };
    const twice = `${source} ~> $append(${source})`;
    await expect(async () => compileExpression(twice).evaluate({}, {}, page)).rejects.toMatchObject(TOO_LONG);
    expect(await compileExpression('a + 1').evaluate({ a: 1 }, {}, page)).toBe(2);
    expect(await compileExpression(twice).evaluate({}, {}, createPageAllowance())).toBeDefined();
  });

  test('ends when the time of its page is over, and gives other work a turn', async () => {
    const page = { ...createPageAllowance(), time: 0 };
    await expect(async () => createSlow(source, 1_000_000).evaluate({}, {}, page)).rejects.toMatchObject(TOO_LONG);
    expect(await createSlow('a + 1', 1_000_000).evaluate({ a: 1 }, {}, page)).toBe(2);
    expect(takeTurn(page)).toBeInstanceOf(Promise);
    expect(takeTurn(page)).toBeUndefined();
  });
});
