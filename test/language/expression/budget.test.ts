import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../engine/language/expression/index.ts';
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
    '%s, which stock evaluates, too',
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
