import { describe, expect, test } from 'vitest';
import { findCall, findErrorRange, findFunction } from '../../../studio/web/mapping/jsonata-help.ts';

describe('the signature of a call', () => {
  test.each([
    ['$pad(Name, 3|, "-")', '$pad', 1],
    ['$uppercase($substring(Name, |1))', '$substring', 1],
    ['$uppercase($substring(Name, 1)|)', '$uppercase', 0],
    ['$split(Name, ",(", |)', '$split', 2],
    ['$match(Name, /a\\/,(b/|)', '$match', 1],
    ['$map(List, function($v) { $pad($v, 2, |) })', '$pad', 2],
    ['$lookup({"a": [1, 2]}, |)', '$lookup', 1],
    ['Name|', undefined, undefined],
    ['$unknown(Name|)', undefined, undefined],
    ['$count(Name)|', undefined, undefined],
  ])('in %s is that of %s, argument %s', (marked, name, argument) => {
    const position = marked.indexOf('|');
    const call = findCall(marked.replace('|', ''), position);
    expect(call && `$${call.name}`).toBe(name);
    expect(call?.argument).toBe(argument);
    if (call && name) expect(marked.slice(call.from)).toMatch(new RegExp(`^\\${name}`));
  });
});

test('a function is found at its name only', () => {
  expect(findFunction('Name & $trim(x)', 9)).toEqual({ name: 'trim', from: 7 });
  expect(findFunction('Name & $trim(x)', 2)).toBeUndefined();
  expect(findFunction('$nothing(x)', 2)).toBeUndefined();
});

test.each([
  ['$uppercas(Name)', 10, '$uppercas('],
  ['Cwe + Name', 5, '+'],
  ['Name & ', 7, '&'],
  ['{"a": 1, }', 10, '}'],
  ['Name', undefined, 'Name'],
])('the error of %j at %s marks %j', (text, position, marked) => {
  const { from, to } = findErrorRange(text, position);
  expect(text.slice(from, to)).toBe(marked);
});
