import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import { compileJson } from '../../../engine/language/template/index.ts';

const SCOPE = {
  v: {
    at: '2026-01-20T10:00:00Z',
    n: 7,
    yes: false,
    none: null,
    text: 'a"b',
    list: ['x', { y: 1 }],
    key: createSecret('k3y'),
  },
};

test.each([
  ['a constant', 5, 5],
  ['null', null, null],
  ['a text', 'x {{v.text}}', 'x a"b'],
  ['a number alone keeps its type', '{{v.n}}', 7],
  ['a number within a text', '{{v.n}}!', '7!'],
  ['a boolean alone', '{{v.yes}}', false],
  ['null alone', '{{v.none}}', null],
  ['a list alone', ['{{v.list}}'], [['x', { y: 1 }]]],
  ['a helper alone', { a: '{{default v.other "d"}}' }, { a: 'd' }],
  ['a time alone in epoch seconds', '{{date v.at "epochSeconds"}}', 1768903200],
  ['a time within a text', 't{{date v.at "epochSeconds"}}', 't1768903200'],
  ['nested', { a: [{ b: '{{v.text}}' }, true], c: {} }, { a: [{ b: 'a"b' }, true], c: {} }],
])('%s', (_, value, expected) => {
  expect(compileJson(value).render(SCOPE)).toEqual(expected);
});

test('keys are not templates, and __proto__ is an ordinary key', () => {
  const value = JSON.parse('{"{{v.n}}": 1, "__proto__": {"x": "{{v.n}}"}}');
  expect(JSON.stringify(compileJson(value).render(SCOPE))).toBe('{"{{v.n}}":1,"__proto__":{"x":7}}');
});

test.each([['{{v.key}}'], ['{{v}}'], [['a', '{{v.key}}']]])('rejects %j, which contains a secret', (value) => {
  expect(() => compileJson(value).render(SCOPE)).toThrow(expect.objectContaining({ code: 'TEMPLATE_VALUE_REFUSED' }));
});

test('renders a secret on request', () => {
  expect(compileJson({ k: '{{v.key}}', l: 'x{{v.key}}' }).render(SCOPE, { reveal: true })).toEqual({
    k: 'k3y',
    l: 'xk3y',
  });
});

test('an unknown name is an error', () => {
  expect(() => compileJson({ a: '{{v.missing}}' }).render(SCOPE)).toThrow(
    expect.objectContaining({ code: 'TEMPLATE_NAME_UNKNOWN' }),
  );
});

test('lists the names it reads', () => {
  expect(compileJson({ a: '{{v.n}}', b: ['x{{v.text}}'] }).names).toEqual([
    ['v', 'n'],
    ['v', 'text'],
  ]);
});

test('JSON without braces is rendered unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('{{'));
      expect(compileJson(value).render({})).toEqual(value);
    }),
  );
});
