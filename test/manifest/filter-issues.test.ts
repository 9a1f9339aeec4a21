import { expect, test } from 'vitest';
import { findFilterIssues } from '../../engine/manifest/index.ts';

const SPEC = {
  syntax: 'odata' as const,
  title: 'Applications',
  examples: ["Name eq 'a'"],
  fields: [
    { label: 'Name', text: 'Name.' },
    { label: 'Owner/Mail', text: 'Mail of the owner.' },
  ],
};

const messages = (text: string, spec: Parameters<typeof findFilterIssues>[0] = SPEC) =>
  findFilterIssues(spec, text).map(({ severity, message, position }) => `${severity} ${position}: ${message}`);

test.each([
  ['', []],
  ["Name eq 'a' and Owner/Mail ne null", []],
  ["contains(Name, 'a') and not (Name in ('a', 'b'))", []],
  ["Nam eq 'a'", ['warning 0: unknown field "Nam"']],
  ["Name eq 'a' and tolower(Nome) eq 'b'", ['warning 24: unknown field "Nome"']],
  ['Name eq shop', ['warning 8: unknown field "shop"']],
  [
    'Nam',
    [
      'warning 0: unknown field "Nam"',
      'error 3: unexpected end: expected a comparison (eq, ne, gt, ge, lt, le) at character 4',
    ],
  ],
  ["Name eq 'a", ['error 8: unclosed quote at character 9']],
])('%j has the issues %j', (text, issues) => {
  expect(messages(text)).toEqual(issues);
});

test('fields are unknown only if the manifest lists some, and only in OData', () => {
  const { fields: _, ...open } = SPEC;
  expect(messages("Nam eq 'a'", open)).toEqual([]);
  expect(messages('anything', { ...SPEC, syntax: 'text' })).toEqual([]);
});
