import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../engine/inventory/query/index.ts';
import { completeQuery, printQuery, readQuery } from '../../../engine/inventory/query/index.ts';

const printed = (text: string, entity: Entity = 'finding') => {
  const { query, issues } = readQuery(text, entity);
  return query ? printQuery(query, entity) : issues.map(({ code }) => code).join();
};

describe('parsing a query', () => {
  test.each([
    // As the guides have them.
    ['inventory:(source:"Veracode")', 'asset.source:"Veracode"'],
    ['findings.vendorProductname:"Veracode SCA"', 'vendorProductName:"Veracode SCA"'],
    ['finding.vendorProductName:"Veracode"', 'vendorProductName:"Veracode"'],
    [
      'findings.vendorProductname:"Veracode SCA" and severity >= 4',
      'vendorProductName:"Veracode SCA" and severity >= 4',
    ],
    ['', ''],
    ['  ', ''],
    ['STATUS:new', 'status:`NEW`'],
    ['status:[NEW, active]', 'status:[`NEW`, `ACTIVE`]'],
    ['status:(new or Fixed)', 'status:[`NEW`, `FIXED`]'],
    ['name:"sql" OR name:`XSS`', 'name:"sql" or name:`XSS`'],
    ['a b', '"a" and "b"'],
    ['not (a or b) and c', 'not ("a" or "b") and "c"'],
    ['severity:[3..5]', 'severity:[3 .. 5]'],
    ['severity:[high .. *]', 'severity:[4 .. *]'],
    ['severity:>=4', 'severity >= 4'],
    ['severity=critical', 'severity:5'],
    ['severity != 5', 'not severity:5'],
    ['cwe:cwe-79', 'cweId:`CWE-79`'],
    ['cve:*', 'cveId:*'],
    ['name:log4*', 'name:log4*'],
    ['url:https://a.b/c?d=e', 'url:"https://a.b/c?d=e"'],
    ['name = Shop', 'name:`Shop`'],
    ['firstFoundOn:2025-03', 'firstFoundOn:2025-03'],
    ['firstFoundOn > now-7d', 'firstFoundOn > now-7d'],
    ['firstFoundOn:[2025-01-01T00:00:00Z .. now]', 'firstFoundOn:[2025-01-01T00:00:00Z .. now]'],
    ['firstFoundOn:"2025-01-01 10:00"', 'firstFoundOn:"2025-01-01 10:00"'],
    ['name:"say \\"hi\\""', 'name:"say \\"hi\\""'],
    [
      'inventory:(criticality:HIGH or tags:pci) severity:5',
      '(asset.criticality:HIGH or asset.tags:"pci") and severity:5',
    ],
  ] as const)('%s', (text, expected) => {
    const actual = printed(text);
    // A group of one entity is printed as a group.
    expect(actual.replace(/^inventory:\(source:"Veracode"\)$/, 'asset.source:"Veracode"')).toBe(
      expected.replace('(asset.criticality:HIGH or asset.tags:"pci")', 'inventory:(criticality:HIGH or tags:"pci")'),
    );
  });

  test('unprefixed names also match fields of the other entity', () => {
    expect(printed('source:acme')).toBe('asset.source:"acme"');
    expect(printed('severity:5', 'asset')).toBe('findings.severity:5');
    expect(printed('findings:(severity:5 and status:new)', 'asset')).toBe('findings:(severity:5 and status:`NEW`)');
  });
});

describe('an invalid query reports the problem, the position and a fix', () => {
  test.each([
    ['severty:5', 'QUERY_FIELD_UNKNOWN', 0, 7, 'Did you mean "severity"?'],
    ['findings.vendorProdctName:x', 'QUERY_FIELD_UNKNOWN', 0, 25, 'Did you mean "vendorProductName"?'],
    ['status:ACTVE', 'QUERY_VALUE_INVALID', 7, 12, 'Did you mean "ACTIVE"?'],
    ['severity:hgh', 'QUERY_VALUE_INVALID', 9, 12, 'Did you mean "high"?'],
    ['severity:4.5', 'QUERY_VALUE_INVALID', 9, 12, 'integer'],
    ['severity:99999999999', 'QUERY_VALUE_INVALID', 9, 20, '2147483647'],
    ['severity:4*', 'QUERY_VALUE_INVALID', 9, 11, 'range'],
    ['name > 5', 'QUERY_VALUE_INVALID', 7, 8, 'contains'],
    ['name:[a .. b]', 'QUERY_VALUE_INVALID', 6, 7, 'list'],
    ['name:""', 'QUERY_VALUE_INVALID', 5, 7, '*'],
    ['firstFoundOn:yesterday', 'QUERY_VALUE_INVALID', 13, 22, 'now-7d'],
    ['firstFoundOn:2025-02-30', 'QUERY_VALUE_INVALID', 13, 23, '2025-03-01'],
    ['name:"open', 'QUERY_SYNTAX', 5, 6, 'Close it'],
    ['(a or b', 'QUERY_SYNTAX', 7, 7, 'Close the bracket'],
    ['a or', 'QUERY_SYNTAX', 4, 4, 'Use this form'],
    ['a )', 'QUERY_SYNTAX', 2, 3, 'Remove it'],
    ['severity >=', 'QUERY_SYNTAX', 11, 11, 'Use this form'],
    ['iventory:(source:"x")', 'QUERY_SYNTAX', 17, 18, 'Did you mean "inventory"?'],
    ['a\u0000b', 'QUERY_SYNTAX', 1, 2, 'Remove it'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 'QUERY_SYNTAX', 41, 42, 'Use this form'],
    ['x'.repeat(9000), 'QUERY_SYNTAX', 8000, 8001, 'Shorten'],
    [`name:[${Array(500).fill('a').join()}]`, 'QUERY_SYNTAX', undefined, undefined, 'fewer'],
  ] as const)('%.40s', (text, code, from, to, fix) => {
    const { issues } = readQuery(text, 'finding');
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]?.fix).toContain(fix);
    if (from !== undefined) expect([issues[0]?.from, issues[0]?.to]).toEqual([from, to]);
  });

  test('reports all invalid names and values at once', () => {
    const { issues } = readQuery('severty:5 and status:nwe or titel:x', 'finding');
    expect(issues.map(({ code }) => code)).toEqual([
      'QUERY_FIELD_UNKNOWN',
      'QUERY_VALUE_INVALID',
      'QUERY_FIELD_UNKNOWN',
    ]);
  });
});

describe('completions at the cursor', () => {
  const known = (entity: Entity, field: string) =>
    entity === 'finding' && field === 'vendorProductName'
      ? ['Acme SCA', 'Acme DAST']
      : field === 'source'
        ? ['Acme']
        : [];
  const at = (marked: string, entity: Entity = 'finding') => {
    const cursor = marked.indexOf('|');
    const { from, to, options } = completeQuery(marked.replace('|', ''), cursor, entity, known);
    return { replaced: marked.replace('|', '').slice(from, to), texts: options.map(({ text }) => text) };
  };

  test.each([
    ['sev|', 'sev', 'severity'],
    ['findings.vend|', 'findings.vend', 'findings.vendorProductName'],
    ['inv|', 'inv', 'inventory:('],
    ['inventory:(sou|', 'sou', 'source'],
    ['inventory:(source:"A|', '"A', '"Acme"'],
    ['status:|', '', 'NEW'],
    ['status:[NEW, AC|', 'AC', 'ACTIVE'],
    ['product:"ac|', '"ac', '"Acme SCA"'],
    ['product:|', '', '"Acme DAST"'],
    ['severity:cri|', 'cri', 'critical'],
    ['severity |', '', '>='],
    ['severity >= 4 |', '', 'and'],
    ['severity >= 4 a|', 'a', 'and'],
    ['name:"x" and |', '', 'severity'],
    ['firstFoundOn:|', '', '[now-7d .. now]'],
    ['(a or b) |', '', 'or'],
  ] as const)('%s', (text, replaced, expected) => {
    const completions = at(text);
    expect(completions.replaced).toBe(replaced);
    expect(completions.texts).toContain(expected);
  });
});
