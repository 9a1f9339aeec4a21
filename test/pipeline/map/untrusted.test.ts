import { describe, expect, test } from 'vitest';
import {
  compileExpression,
  type EvaluationLimits,
  needsInterpreter,
} from '../../../engine/language/expression/index.ts';
import { compileMap, traceMap } from '../../../engine/pipeline/map/index.ts';
import { ITEM, SCOPE, SPEC } from './fixture.ts';

const limits: EvaluationLimits = { steps: 20_000, time: 500, entries: 1_000 };
const ticking = () => {
  let now = 0;
  return () => {
    now += 1;
    return now;
  };
};

const outcome = async (source: string, clock = ticking()) => {
  try {
    return { value: await compileExpression(source, { limits, clock }).evaluate({ a: 1, list: [1, 2] }, {}) };
  } catch (error) {
    return { code: (error as { code: string }).code };
  }
};

describe('an untrusted expression', () => {
  test.each([
    ['endless tail recursion', '($f := function($n){ $f($n + 1) }; $f(1))'],
    ['doubling recursion', '($f := function($n){ $f($n + 1) + $f($n + 1) }; $f(1))'],
    ['a wide range', '$count([1..1000000])'],
    ['many narrow ones', '$map([1..900], function($i){ $count([1..900]) })'],
    ['a text too wide', '$pad("x", 300000000)'],
    ['a sort that takes too long', '$sort([1..900], function($a, $b){ $count([1..900]) > 0 })'],
  ])('%s is ended', async (_, source) => {
    expect(await outcome(source)).toEqual({ code: 'EXPRESSION_TOO_LONG' });
  });

  test('time is checked between steps', async () => {
    const source = '($f := function($n){ $n = 0 ? 1 : $f($n - 1) }; $f(5000))';
    expect(await outcome(source)).toEqual({ value: 1 });
    const slow = compileExpression(source, { limits: { ...limits, time: 3 }, clock: ticking() });
    expect(() => slow.evaluate({}, {})).toThrow(expect.objectContaining({ code: 'EXPRESSION_TOO_LONG' }));
  });

  test.each(['$eval("a")', '$map(["a"], $eval)', '"a" ~> $eval'])('%s is rejected', async (source) => {
    expect(await outcome(source)).toEqual({ code: 'EXPRESSION_FAILED' });
  });

  test('an expression within the limits has a value', async () => {
    expect(await outcome('list ~> $map(function($i){ $i + a }) ~> $sum()')).toEqual({ value: 5 });
  });

  test('a map with limits rejects an item if an expression does not end', async () => {
    const fields = { ...SPEC.fields, url: '($f := function($n){ $f($n + 1) }; $f(1))' };
    const map = compileMap({ ...SPEC, fields }, { limits, clock: ticking() });
    expect(await map.map(ITEM, SCOPE)).toMatchObject({ kind: 'reject', code: 'EXPRESSION_TOO_LONG' });
    expect(() => compileMap({ ...SPEC, fields: { ...fields, url: '$eval("a")' } }, { limits })).toThrow(
      /not a function/,
    );
  });
});

describe('a traced map', () => {
  test('lists the input values of each field', async () => {
    const { outcome: traced, reads } = await traceMap(SPEC)(ITEM, SCOPE);
    expect(traced).toEqual(await compileMap(SPEC).map(ITEM, SCOPE));
    expect(reads).toMatchObject({
      externalFindingId: ['/id'],
      externalAssetId: [],
      severity: ['/detail/severity'],
      'findingType.vulnerability.cvss.cvss3Base': ['/version', '/score'],
      'component.name': ['/parts/1/main', '/parts/1/name'],
      url: ['/site/scheme', '/site/host'],
    });
  });

  test('reads only the values it needs, and does not change the item', async () => {
    const item = { ...ITEM, version: 'v2', site: undefined };
    const before = structuredClone(item);
    const { reads } = await traceMap(SPEC)(item, SCOPE);
    expect(reads['findingType.vulnerability.cvss.cvss3Base']).toEqual(['/version']);
    expect(item).toEqual(before);
  });
});

describe('pages that need the JSONata interpreter', () => {
  test.each(['{"_jsonata_lambda": true}', '{"a": {"outerWrapper": 1}}', '{"tupleStream": true}'])('%s', (text) => {
    expect(needsInterpreter(text)).toBe(true);
  });
  test('other pages do not need it', () => expect(needsInterpreter('{"sequence": true, "a": 1}')).toBe(false));
});
