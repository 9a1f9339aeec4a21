import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { compileTemplate, encodeComponent, type TemplateTarget } from '../../../engine/language/template/index.ts';

const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '/',
    '//',
    '\\',
    '?',
    '#',
    '@',
    ':',
    'evil.example/?x=',
    'a@b',
    '',
    ' ',
    '\t',
    '[::1]',
  ),
);

/** Renders the template; undefined if it refuses the value. */
const rendered = (place: TemplateTarget, source: string, v: string, w = 'w') => {
  try {
    return compileTemplate(source, place).render({ v, w });
  } catch (error) {
    if (isEngineError(error, 'TEMPLATE_VALUE_REFUSED')) return undefined;
    throw error;
  }
};

const depth = (url: URL) => url.pathname.split('/').length;

const PATHS = [
  '/a/{{v}}/b',
  '/a/{{v}}',
  '/{{v}}',
  '/a/x{{v}}/b',
  '/a/{{v}}{{w}}',
  '/a/.{{v}}',
  '/a/{{v}}.json?q={{w}}',
  '/a?q={{v}}&r={{w}}',
  '/a/%2e{{v}}/c',
];

test.each(PATHS)('%s keeps origin, path depth and parameters for any value', (path) => {
  const model = new URL(`https://h.example/base${rendered('path', path, 'v')}`);
  fc.assert(
    fc.property(values, values, (v, w) => {
      const text = rendered('path', path, v, w);
      if (text === undefined) return;
      const url = new URL(`https://h.example/base${text}`);
      expect([url.origin, depth(url), [...url.searchParams.keys()], url.hash]).toEqual([
        model.origin,
        depth(model),
        [...model.searchParams.keys()],
        '',
      ]);
    }),
  );
});

test.each(['https://h.example/{{v}}/x', 'https://h.example?q={{v}}', 'https://h.example/a/{{v}}'])(
  '%s keeps its origin',
  (source) => {
    fc.assert(
      fc.property(values, (v) => {
        const text = rendered('url', source, v);
        if (text !== undefined) expect(new URL(text).origin).toBe('https://h.example');
      }),
    );
  },
);

test('a value in a host does not change the end of the host', () => {
  fc.assert(
    fc.property(values, (v) => {
      const text = rendered('url', 'https://{{v}}.vendor.example/x', v);
      if (text === undefined || !URL.canParse(text)) return;
      const url = new URL(text);
      expect([url.hostname.endsWith('.vendor.example'), url.pathname, url.username]).toEqual([true, '/x', '']);
    }),
  );
});

test('a segment, a parameter and a form field contain the exact value', () => {
  fc.assert(
    fc.property(values, (v) => {
      const segment = rendered('path', '/a/{{v}}', v);
      if (segment !== undefined) expect(decodeURIComponent(segment)).toBe(`/a/${v}`);
      const query = rendered('query', 'it is {{v}}', v);
      if (query !== undefined) expect(new URLSearchParams(`q=${query}`).get('q')).toBe(`it is ${v}`);
      const form = rendered('form', '{{v}}', v);
      if (form !== undefined) expect(new URLSearchParams(`q=${form}`).get('q')).toBe(v);
    }),
  );
});

test('a header is a single line', () => {
  fc.assert(
    fc.property(values, (v) => {
      expect(rendered('header', 'a {{v}}', v) ?? '').toMatch(/^[ -~]*$/);
    }),
  );
});

test('the URL parser does not change the encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const url = `https://h.example/x${encodeComponent(text)}?q=${encodeComponent(text)}`;
      expect(new URL(url).href).toBe(url);
    }),
  );
});
