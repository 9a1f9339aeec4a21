import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFragment, toFragment } from '../../../studio/web/mapping/share.ts';

test('a fragment decodes to its text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
      const fragment = await toFragment(text);
      expect(fragment).toMatch(/^#m=[\w-]+$/);
      expect(await fromFragment(fragment)).toBe(text);
    }),
  );
});

test.each(['', '#', '#section', '#m=', '#m=!!!', '#m=AAAA'])('%j contains no text', async (fragment) => {
  expect(await fromFragment(fragment)).toBeUndefined();
});

test('a truncated link contains no text', async () => {
  const fragment = await toFragment('{ "id": "acme" }'.repeat(40));
  expect(await fromFragment(fragment.slice(0, -12))).toBeUndefined();
});
