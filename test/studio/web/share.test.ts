import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFragment, toFragment } from '../../../studio/web/mapping/share.ts';

test('a text survives being the fragment of a link', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
      const fragment = await toFragment(text);
      expect(fragment).toMatch(/^#m=[\w-]+$/);
      expect(await fromFragment(fragment)).toBe(text);
    }),
  );
});

test.each(['', '#', '#section', '#m=', '#m=!!!', '#m=AAAA'])('%j holds none', async (fragment) => {
  expect(await fromFragment(fragment)).toBeUndefined();
});

test('a link that was cut off holds none', async () => {
  const fragment = await toFragment('{ "id": "acme" }'.repeat(40));
  expect(await fromFragment(fragment.slice(0, -12))).toBeUndefined();
});
