import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkTo } from '../../engine/pagination/link-header.ts';

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
  ['a relation that only begins alike', '<a>; rel=nextish', undefined],
  ['no rel', '<a>', undefined],
  ['an empty header', '', undefined],
  ['an empty target is the page itself', '<>; rel=next', ''],
  ['no link', 'next: b', undefined],
  ['a link that never ends', '<a; rel=next', undefined],
])('%s', (_name, header, target) => {
  expect(linkTo('next', header)).toBe(target);
});

test('a header written by the rules is read back', () => {
  const target = fc.webUrl({ withQueryParameters: true }).filter((url) => !/[<>]/.test(url));
  const link = fc.record({ target, rel: fc.constantFrom('next', 'prev', 'last', 'first'), title: fc.string() });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 5 }), (links) => {
      const quoted = (text: string) => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
      const header = links.map((one) => `<${one.target}>; title=${quoted(one.title)}; rel="${one.rel}"`).join(', ');
      expect(linkTo('next', header)).toBe(links.find(({ rel }) => rel === 'next')?.target);
    }),
  );
});

test('any text at all gives a text or nothing, in a time that grows with its length alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => ['string', 'undefined'].includes(typeof linkTo('next', text))),
  );
  const hostile = `<a>${'; a'.repeat(20_000)}"`;
  expect(linkTo('next', hostile)).toBeUndefined();
});
