import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLink } from '../../../engine/pipeline/pagination/link-header.ts';

test.each<readonly [string, string, string | undefined]>([
  ['one link', '<https://v.example/?p=2>; rel="next"', 'https://v.example/?p=2'],
  ['among others', '<a>; rel="prev", <b>; rel="next", <c>; rel="last"', 'b'],
  ['without quotes', '<b>;rel=next', 'b'],
  ['several relations in one', '<b>; rel="last next"', 'b'],
  ['any case of name and relation', '<b>; REL="NEXT"', 'b'],
  ['a comma and a semicolon in the target', '<https://v.example/?a=1,2;3>; rel=next', 'https://v.example/?a=1,2;3'],
  ['a comma and a semicolon in a quoted text', '<a>; title="x, <y>; rel=next"; rel=prev, <b>; rel=next', 'b'],
  ['an escaped quote', '<a>; title="a\\"; rel=\\"next"; rel=prev', undefined],
  ['an attribute without a value', '<b>; crossorigin; rel=next', 'b'],
  ['spaces around', '  <b> ; rel = "next"  ', 'b'],
  ['empty members of the list', ', ,<b>; rel=next,,', 'b'],
  ['the first rel counts', '<a>; rel=prev; rel=next', undefined],
  ['a link about another resource', '<a>; rel=next; anchor="/other", <b>; rel=next', 'b'],
  ['the first of two', '<a>; rel=next, <b>; rel=next', 'a'],
  ['a relation with the same prefix', '<a>; rel=nextish', undefined],
  ['no rel', '<a>', undefined],
  ['an empty header', '', undefined],
  ['an attribute without a name', '<b>; ; rel=next;', 'b'],
  ['an attribute without a value but its sign', '<b>; a= ; rel=next', 'b'],
  ['an empty target is the page itself', '<>; rel=next', ''],
])('%s', (_name, header, target) => {
  expect(findLink('next', header)).toEqual({ target });
});

test.each([
  ['no link', 'next: b'],
  ['an unterminated link', '<a; rel=next'],
  ['an unterminated quote', '<a>; rel="next'],
  ['text after a link', '<a>; rel=prev <b>; rel=next'],
])('%s cannot be read, which is not the same as no next page', (_name, header) => {
  expect(findLink('next', header)).toBe('unreadable');
});

test('a valid header is parsed exactly', () => {
  const target = fc.webUrl({ withQueryParameters: true }).filter((url) => !/[<>]/.test(url));
  const link = fc.record({ target, rel: fc.constantFrom('next', 'prev', 'last', 'first'), title: fc.string() });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 5 }), (links) => {
      const quoted = (text: string) => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
      const header = links.map((one) => `<${one.target}>; title=${quoted(one.title)}; rel="${one.rel}"`).join(', ');
      expect(findLink('next', header)).toEqual({ target: links.find(({ rel }) => rel === 'next')?.target });
    }),
  );
});

test('any text can be parsed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => ['string', 'object'].includes(typeof findLink('next', text))),
  );
});

// A pattern with backtracking would take years for these.
test.each([
  ['attributes', '; a'],
  ['values left out', '; a=  '],
  ['spaces', '  '],
  ['quotes', '; a=" \\" "'],
  ['links', '<a>;  ,'],
])('many %s before a defect at the end', (_name, piece) => {
  expect(findLink('next', `<a>${piece.repeat(5000)}"`)).toBe('unreadable');
});
