import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addEnumValue,
  formatFieldPointer,
  readExpression,
  removeField,
  setExpression,
} from '../../../studio/web/mapping/manifest-text.ts';
import { CONNECTORS } from '../../manifests/connectors.ts';

const TEXT = `{
  "enums": { "status": { "values": { "Open": "NEW" } },
    "severity": { "values": {
      "Low": 2,
      "High": 4
    } } },
  "maps": { "finding": { "fields": {
    "name":   "IssueType",
    "severity": { "value": "Severity", "enum": "severity" }
  } } }
}
`;

const name = formatFieldPointer('finding', 'name');
const severity = formatFieldPointer('finding', 'severity');
const manifest = (id: string) =>
  readFileSync(new URL(`../../../manifests/${id}/manifest.json`, import.meta.url), 'utf8');

describe('the text of a manifest', () => {
  test.each([
    ['a string field', name, 'IssueType'],
    ['an object field', severity, 'Severity'],
    ['the value of an object field', `${severity}/value`, 'Severity'],
    ['a missing field', formatFieldPointer('finding', 'url'), undefined],
    ['a missing map', formatFieldPointer('asset', 'name'), undefined],
  ])('returns the expression of %s', (_what, pointer, expression) => {
    expect(readExpression(TEXT, pointer)).toBe(expression);
  });

  test.each([
    ['a string field', name, '"IssueType"', '"a"'],
    ['an object field', severity, '"Severity"', '"a"'],
    ['the value of an object field', `${severity}/value`, '"Severity"', '"a"'],
  ])('sets the expression of %s without changing other text', (_what, pointer, before, after) => {
    expect(setExpression(TEXT, pointer, 'a')).toBe(TEXT.replace(before, after));
  });

  test.each([
    ['to a single-line table', 'status', { literal: 'New', to: 'NEW' }, '"Open": "NEW"', '"Open": "NEW", "New": "NEW"'],
    ['to a multi-line table', 'severity', { literal: 'Top', to: 5 }, '"High": 4', '"High": 4,\n      "Top": 5'],
    ['in place of an existing row', 'status', { literal: 'Open', to: 'ACTIVE' }, '"Open": "NEW"', '"Open": "ACTIVE"'],
  ])('adds a row %s', (_what, table, row, before, after) => {
    expect(addEnumValue(TEXT, `/enums/${table}/values`, row)).toBe(TEXT.replace(before, after));
  });

  test('adds a row to an empty table', () => {
    const text = '{ "values": {} }';
    expect(JSON.parse(addEnumValue(text, '/values', { literal: 'a', to: 1 }))).toEqual({ values: { a: 1 } });
  });

  test('adds any literal unchanged', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (literal) => {
        fc.pre(literal !== '__proto__' && literal !== 'Open');
        const { values } = JSON.parse(addEnumValue('{ "values": { "Open": 1 } }', '/values', { literal, to: 2 }));
        expect(values).toEqual({ Open: 1, [literal]: 2 });
      }),
    );
  });

  test('removes a field', () => {
    expect(JSON.parse(removeField(TEXT, name)).maps.finding.fields).toEqual({
      severity: { value: 'Severity', enum: 'severity' },
    });
  });

  test.each(CONNECTORS)('of %s is unchanged after each expression is set to itself', (id) => {
    const text = manifest(id);
    for (const [map, { fields }] of Object.entries<{ fields: object }>(JSON.parse(text).maps)) {
      for (const target of Object.keys(fields)) {
        const pointer = formatFieldPointer(map, target);
        expect(setExpression(text, pointer, readExpression(text, pointer) ?? '')).toBe(text);
      }
    }
  });
});
