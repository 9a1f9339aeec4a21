import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../../../../studio/demo/vendors/appscan/odata-filter.ts';
import { FilterError, sortable, type Type } from '../../../../../studio/demo/vendors/appscan/odata-tokens.ts';

const FIELDS = new Map<string, Type>([
  ['Name', 'string'],
  ['Id', 'guid'],
  ['LastUpdated', 'datetime'],
  ['LastFound', 'datetime'],
  ['Port', 'number'],
  ['Overall', 'boolean'],
]);
const ITEM: Readonly<Record<string, unknown>> = {
  Name: "O'Neill's (shop), and more",
  Id: '0122d0e5-dce1-49b1-aafa-b3f8d19d7934',
  LastUpdated: '2025-11-17T11:57:03.1497201Z',
  LastFound: null,
  Port: 443,
  Overall: false,
};
const passes = (filter: string): boolean => compileFilter(filter, FIELDS)((name) => ITEM[name]);

describe('filters', () => {
  test.each([
    ["Name eq 'O''Neill''s (shop), and more'", true],
    ["Name ne 'www.test.com'", true],
    ["contains(Name, 'shop')", true],
    ["contains(Name,'Shop')", false],
    ["startswith(Name, 'O''')", true],
    ["endswith(Name, 'more')", true],
    ['Id eq 0122D0E5-dce1-49b1-aafa-b3f8d19d7934', true],
    ['LastUpdated ge 2025-11-17T11:57:03Z', true],
    ['LastUpdated gt 2025-11-17T11:57:03.1497201Z', false],
    ['LastUpdated ge 2025-11-17T11:57:03.1497201Z', true],
    ['LastUpdated lt 2025-11-17T11:57:03.1497202Z', true],
    ['LastUpdated le 2025-11-17T13:57:03.1497201+02:00', true],
    ['LastFound eq null', true],
    ['LastFound ge 2000-01-01T00:00:00Z', false],
    ['LastFound ne null', false],
    ['Port eq 443', true],
    ['Port gt 80 and Port lt 8080', true],
    ['Overall eq false', true],
    ['not Overall eq true', true],
    ['not (Port eq 443)', false],
    ['Port eq 1 or Port eq 443 and Overall eq false', true],
    ['(Port eq 443 or Port eq 1) and Overall eq true', false],
    ['((Port eq 443 or Port eq 80) and (LastUpdated gt 2024-01-01T00:00:00Z))', true],
  ])('%s: %s', (filter, expected) => {
    expect(passes(filter)).toBe(expected);
  });

  test.each([
    '',
    'Name',
    'Name eq',
    "Name eq 'open",
    'Name eq www.test.com',
    'Nothing eq 1',
    "Name like 'x'",
    "Name eq 'a' and",
    "(Name eq 'a'",
    "Name eq 'a')",
    "LastUpdated ge '2025-11-17T11:57:03Z'",
    'LastUpdated ge 2025-11-17',
    'LastUpdated ge 2025-13-45T00:00:00Z',
    "Id eq '0122d0e5-dce1-49b1-aafa-b3f8d19d7934'",
    "Port eq '443'",
    "matches(Name, 'x')",
    'contains(Name)',
    "toString eq 'x'",
    "constructor(Name, 'x')",
    "Name eq 'a' Name eq 'b'",
  ])('rejects %s', (filter) => {
    expect(() => passes(filter)).toThrow(FilterError);
  });

  test('any text compiles or throws FilterError, and not inverts every filter', () => {
    const words = fc.constantFrom(
      'Name',
      'Port',
      'eq',
      'ge',
      'and',
      'or',
      'not',
      '(',
      ')',
      "'a'",
      '443',
      'null',
      'contains',
      ',',
      '2025-01-01T00:00:00Z',
    );
    const filters = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 9 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(filters, (filter) => {
        let result: boolean | undefined;
        try {
          result = passes(filter);
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError);
        }
        if (result !== undefined) expect(passes(`not (${filter})`)).toBe(!result);
      }),
      { numRuns: 2000 },
    );
  });

  test('sortable text has the order of its times', () => {
    const times = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [x, y] = [sortable(a.toISOString()) ?? '', sortable(b.toISOString()) ?? ''];
        expect(x < y).toBe(a < b);
      }),
    );
  });
});
