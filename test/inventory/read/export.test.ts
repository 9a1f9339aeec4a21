import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/types.ts';
import { csvLines } from '../../../engine/inventory/read/export/csv.ts';
import { formatUri } from '../../../engine/inventory/read/export/sarif-result.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createEmptyStore, KINDS } from '../store/stores.ts';
import { buildAsset, buildFinding, exportText, fillStore, NOW } from './fixture.ts';
import { SARIF } from './sarif-schema.ts';

const ajv = new Ajv({ strict: false });
// Its types are of a CommonJS module.
(addFormats as unknown as (instance: Ajv) => void)(ajv);
const isSarif = ajv.compile(SARIF);
const isReference = ajv.compile({ type: 'string', format: 'uri-reference' });

const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);

const HOST = buildAsset('a1', {
  assetType: 'HOST',
  ipAddresses: ['10.0.0.1', '::1'],
  fqdn: 'a1.example.com',
  operatingSystem: 'Ubuntu',
});

const FINDINGS = [
  buildFinding('1', {
    name: '=HYPERLINK("http://evil")',
    severity: 5,
    url: 'https://shop.example.com/a b?q={x}|"',
    findingType: { vulnerability: { cweId: 'CWE-79' } },
  }),
  buildFinding('2', {
    name: 'Two\r\nlines, "quoted"',
    file: 'src\\a b.c',
    line: 0,
    component: { name: 'log4j', version: '2.0' },
    findingType: {
      vulnerability: {
        cveIds: ['CVE-2021-44228', 'CVE-2021-45046'],
        cweIds: ['CWE-502', 'CWE-917'],
        cvss: { cvss3Base: 10 },
      },
    },
    custom: { team: 'red' },
  }),
  buildFinding('3', {
    externalAssetId: 'unlisted',
    findingStatus: 'IGNORED',
    vendorProductName: 'Other',
    file: 'my file:1',
    line: 12,
  }),
];

describe.each(KINDS)('an export from $kind', (kind) => {
  const filled = async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, { assets: [HOST, buildAsset('a2')], findings: FINDINGS });
    return store;
  };

  test('as NDJSON contains the records', async () => {
    const store = await filled();
    expect(lines(await exportText(store, 'finding', 'ndjson'))).toEqual(FINDINGS);
    expect(lines(await exportText(store, 'finding', 'ndjson', 'severity:5'))).toEqual(FINDINGS.slice(0, 1));
    expect(lines(await exportText(store, 'asset', 'ndjson'))).toEqual([HOST, buildAsset('a2')]);
  });

  test('as CSV survives a round trip, and is harmless in a spreadsheet', async () => {
    const rows = parse(await exportText(await filled(), 'finding', 'csv'), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map(({ name, severity }) => [name, severity])).toEqual([
      [`'=HYPERLINK("http://evil")`, '5'],
      ['Two\r\nlines, "quoted"', '3'],
      ['Finding 3', '3'],
    ]);
    expect(rows.map(({ cveId, cweId, custom }) => [cveId, cweId, custom])).toEqual([
      ['', 'CWE-79', ''],
      ['CVE-2021-44228; CVE-2021-45046', 'CWE-502; CWE-917', '{"team":"red"}'],
      ['', '', ''],
    ]);
    expect(parse(await exportText(await filled(), 'asset', 'csv'), { columns: true })).toMatchObject([
      { name: 'Asset a1', ipAddresses: '10.0.0.1; ::1', fqdn: 'a1.example.com', operatingSystem: 'Ubuntu' },
      { name: 'Asset a2' },
    ]);
  });

  test('as ETM nests findings in their assets, including unlisted ones', async () => {
    const store = await filled();
    const [one, two, three] = FINDINGS;
    const listed = { ...HOST, findingGroup: { findings: [one, two] } };
    expect(lines(await exportText(store, 'finding', 'etm'))).toEqual([
      listed,
      { externalAssetId: 'unlisted', findingGroup: { findings: [three] } },
    ]);
    expect(lines(await exportText(store, 'asset', 'etm'))).toEqual([
      listed,
      { ...buildAsset('a2'), findingGroup: { findings: [] } },
    ]);
    expect(lines(await exportText(store, 'finding', 'etm', 'severity:5'))).toEqual([
      { ...HOST, findingGroup: { findings: [one] } },
    ]);
  });

  test('as OCSF is an event per finding, with its asset', async () => {
    const store = await filled();
    const events = lines(await exportText(store, 'finding', 'ocsf'));
    expect(events).toMatchObject([
      { class_uid: 2002, finding_info: { uid: '1' }, device: { hostname: 'a1.example.com' } },
      { class_uid: 2002, finding_info: { uid: '2' }, device: { ip: '10.0.0.1' } },
      { class_uid: 2007, finding_info: { uid: '3' }, resources: [{ uid: 'unlisted' }] },
    ]);
    expect(events.map(({ time }) => time)).toEqual([NOW, NOW, NOW]);
    expect(lines(await exportText(store, 'finding', 'ocsf', 'severity:5'))).toEqual(events.slice(0, 1));
  });

  test('as SARIF is valid, with a run per product and rules for its results', async () => {
    const sarif = JSON.parse(await exportText(await filled(), 'finding', 'sarif'));
    expect(isSarif(sarif), JSON.stringify(isSarif.errors)).toBe(true);
    expect(sarif.runs.map((run: { tool: { driver: { name: string } } }) => run.tool.driver.name)).toEqual([
      'Other',
      'Vendor SAST',
    ]);
    const rule = sarif.runs[1].tool.driver.rules.find(({ id }: JsonObject) => id === 'CVE-2021-44228');
    expect(rule.properties.tags).toEqual(['security', 'external/cwe/cwe-502', 'external/cwe/cwe-917']);
    for (const { tool, results } of sarif.runs)
      expect(new Set(results.map(({ ruleId }: JsonObject) => ruleId))).toEqual(
        new Set(tool.driver.rules.map(({ id }: JsonObject) => id)),
      );
    expect(sarif.runs[1].results).toMatchObject([
      { ruleId: 'CWE-79', level: 'error', baselineState: 'new' },
      {
        ruleId: 'CVE-2021-44228',
        level: 'warning',
        properties: { cveIds: ['CVE-2021-44228', 'CVE-2021-45046'], custom: { team: 'red' } },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a%20b.c' } } }],
      },
    ]);
    expect(sarif.runs[0].results).toMatchObject([
      {
        ruleId: 'Finding 3',
        suppressions: [{ kind: 'external' }],
        locations: [{ physicalLocation: { region: { startLine: 12 } } }],
      },
    ]);
    expect(isSarif(JSON.parse(await exportText(await filled(), 'finding', 'sarif', 'name:"nothing"')))).toBe(true);
  });

  test('is complete for more than one page of records', async () => {
    const store = await createEmptyStore(kind);
    const many = Array.from({ length: 1_203 }, (_, index) =>
      buildFinding(`f${index}`, { externalAssetId: `a${index % 3}`, name: `n${index}` }),
    );
    await fillStore(store, { assets: [buildAsset('a0'), buildAsset('a1')], findings: many });
    // Records of one page may get their numbers in any order.
    const ids = (all: readonly JsonObject[]) => all.map((one) => one['externalFindingId']).sort();
    expect(ids(lines(await exportText(store, 'finding', 'ndjson')))).toEqual(ids(many));
    const groups = lines(await exportText(store, 'finding', 'etm')).map(
      (one) => (one['findingGroup'] as { findings: unknown[] }).findings.length,
    );
    expect(groups).toEqual([401, 401, 401]);
    const sarif = JSON.parse(await exportText(store, 'finding', 'sarif'));
    expect([sarif.runs[0].results.length, sarif.runs[0].tool.driver.rules.length]).toEqual([1_203, 1_203]);
  });
});

describe('a cell', () => {
  test.each([
    ['=1+1', '"\'=1+1"'],
    ['+1', '+1'.replace('+1', '"\'+1"')],
    ['-1', '-1'],
    ['-1+cmd', '"\'-1+cmd"'],
    ['@x', '"\'@x"'],
    ['\tx', '"\'\tx"'],
    ['  =x', '"\'  =x"'],
    [-5, '-5'],
    [['=a', 'b'], '"\'=a; b"'],
    ['a,b', '"a,b"'],
    ['a\n=b', '"a\n=b"'],
    ['a\r=b', '"a\r=b"'],
    [undefined, ''],
  ] as const)('%j', (value, text) => {
    expect(csvLines([[value as never, 'x']])).toBe(`${text},x\r\n`);
  });

  test('never starts like a formula, and survives a round trip except for the apostrophe', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', ',', "'", 'a', '1') }),
        (text) => {
          const [[read = ''] = []] = parse(csvLines([[text, 'x']]), { relaxColumnCount: true }) as string[][];
          expect(read.replace(/^'/, '') === text || read === text).toBe(true);
          expect(/^[=+@\t\r]/.test(read) || /^-(?!\d+(?:\.\d+)?$)/.test(read)).toBe(false);
        },
      ),
    );
  });
});

test('any location is a URI reference', () => {
  const place = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('/', ':', '#', '?', '%', ' ', '\\', '|', '{', 'a', 'h', '[', ']', '2') }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
  );
  fc.assert(
    fc.property(place, (text) => {
      expect(isReference(formatUri(text)), formatUri(text)).toBe(true);
    }),
    { numRuns: scaleRuns(500) },
  );
});
