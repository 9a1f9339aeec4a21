import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAllowed } from '../../../engine/pipeline/request/index.ts';

test.each([
  ['https://h.example/x', ['https://h.example'], true],
  ['https://h.example/x', ['https://h.example/any/path'], true],
  ['https://h.example:443/x', ['https://h.example'], true],
  ['https://H.Example/x', ['https://h.example'], true],
  ['https://h.example/x', ['h.example'], true],
  ['https://h.example/x', ['a.example', 'h.example'], true],
  ['https://h.example:8443/x', ['h.example:8443'], true],
  ['https://[::1]:8080/x', ['[::1]:8080'], true],
  ['http://127.0.0.1:8080/x', ['http://127.0.0.1:8080'], true],
  ['http://127.0.0.1:8080/x', ['127.0.0.1:8080'], false],
  ['http://[::1]:8080/x', ['[::1]:8080'], false],
  ['http://h.example/x', ['h.example'], false],
  ['http://h.example:443/x', ['h.example'], false],
  ['http://h.example/x', ['h.example:80'], false],
  ['https://h.example:8443/x', ['h.example'], false],
  ['https://h.example/x', ['h.example:8443'], false],
  ['http://h.example/x', ['https://h.example'], false],
  ['https://a.h.example/x', ['h.example'], false],
  ['https://h.example.evil.example/x', ['h.example'], false],
  ['https://evilh.example/x', ['h.example'], false],
  ['https://h.example./x', ['h.example'], false],
  ['https://evil.example/h.example', ['h.example'], false],
  ['https://evil.example/?https://h.example', ['https://h.example'], false],
  ['https://h.example/x', ['h.example/path'], false],
  ['https://h.example/x', ['u@h.example'], false],
  ['https://h.example/x', ['*'], false],
  ['https://h.example/x', ['*.example'], false],
  ['https://h.example/x', [''], false],
  ['https://h.example/x', ['://'], false],
  ['https://h.example/x', [], false],
])('%s with %j: %s', (url, allowed, expected) => {
  const check = () => checkAllowed(url, allowed).href;
  if (expected) expect(check()).toBe(new URL(url).href);
  else expect(check).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }));
});

test.each([
  'https://u:p@h.example/',
  'https://h.example@evil.example/',
  'ftp://h.example/',
  '//h.example',
  '/x',
  '',
  'https://',
  'javascript:1',
])('%s is not a valid request URL', (url) => {
  expect(() => checkAllowed(url, ['h.example'])).toThrow(expect.objectContaining({ code: 'URL_INVALID' }));
});

test('an accepted URL points to an allowed host', () => {
  const pieces = fc.array(
    fc.constantFrom('https://', 'h.example', 'evil', '.', '/', '\\', '@', '?', '#', ':', '443', '%2f', '\t'),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      try {
        expect(checkAllowed(parts.join(''), ['h.example']).host).toBe('h.example');
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(URL_INVALID|HOST_NOT_ALLOWED)$/) });
      }
    }),
  );
});

const OPEN = ['api.example', '*.files.example'];

test.each([
  ['https://eu.files.example/a?b=1', true],
  ['https://a.b.FILES.example/', true],
  ['https://eu.files.example:443/', true],
  ['https://files.example/', false],
  ['https://evilfiles.example/', false],
  ['https://files.example.evil.example/', false],
  ['https://eu.files.example.', false],
  ['https://eu.files.example:8443/', false],
  ['http://eu.files.example/', false],
  ['https://eu.files.example@evil.example/', false],
  ['https://evil.example/.files.example', false],
  ['https://evil.example#.files.example', false],
  ['https://10.0.0.1/', false],
])('a wildcard covers %s for a request without credentials: %s', (url, covered) => {
  const check = (unsigned: boolean) => () => checkAllowed(url, OPEN, { isOpen: () => unsigned });
  if (covered) expect(check(true)).not.toThrow();
  else expect(check(true)).toThrow();
  expect(check(false)).toThrow();
});

test.each(['*', '*.example', '**.files.example', 'https://*.files.example', '*files.example', '*.*.example'])(
  'the wildcard %s covers nothing',
  (entry) => {
    expect(() => checkAllowed('https://eu.files.example/', [entry], { isOpen: () => true })).toThrow();
    expect(() => checkAllowed('https://*.files.example/', [entry], { isOpen: () => false })).toThrow();
  },
);
