import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { appScanDataset } from '../../studio/demo/vendors/dataset/appscan.ts';
import { checkmarxDataset } from '../../studio/demo/vendors/dataset/checkmarx.ts';
import { items } from '../../studio/demo/vendors/dataset/list.ts';
import { type VeracodeDataset, veracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import { checkmarxOneDast } from './checkmarx-one-dast.ts';
import { hclAppScanDast } from './hcl-appscan-dast.ts';
import type { Expected } from './records.ts';
import { cve, cwe, plain, time } from './values.ts';
import { veracodeFindings } from './veracode-findings.ts';
import { veracodeReport } from './veracode-report.ts';
import { veracodeSca } from './veracode-sca.ts';

const options = { seed: 1, findings: 400, now: Date.parse('2026-01-15T12:00:00Z'), applications: 40 };
const guid = '743382c7-30e8-47b4-ae02-66ae4a9eb918';
const body = (value: object): string => JSON.stringify(value);

/** Veracode account with one application and hand-written items. */
const account = (parts: { v2?: object[]; rows?: object[]; app?: object }): VeracodeDataset => {
  const lists = { findings: () => items(parts.v2?.length ?? 0, (i) => body(parts.v2?.[i] ?? {})) };
  const rows = () => items(parts.rows?.length ?? 0, (i) => body(parts.rows?.[i] ?? {}));
  const whole = veracodeDataset(options);
  const flaws = { ...whole.static, ...lists, rows };
  return {
    options,
    applications: {
      count: 1,
      at: () => ({ id: '1201', guid, name: 'Shop', unit: '', criticality: '' }),
      isScanned: () => true,
      json: () => body(parts.app ?? {}),
    },
    static: flaws,
    dynamic: flaws,
    sca: { ...whole.sca, ...lists },
  };
};

describe('values', () => {
  test.each([
    ['<span>One.</span> <span>Two &lt;b&gt; &amp;lt;</span>', 'One. Two <b> &lt;'],
    ['Versions < 2.5 and > 1.0', 'Versions < 2.5 and > 1.0'],
    ['a\u200bb\ufeff', 'ab'],
    ['<p></p>', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is plain %j', (markup, expected) => {
    expect(plain(markup)).toBe(expected);
  });

  test.each([
    ['2025-11-17T11:57:03.1499999Z', '2025-11-17T11:57:03.149Z'],
    ['2025-11-17T11:57:03Z', '2025-11-17T11:57:03.000Z'],
    ['2025-11-17T11:57:03.5Z', '2025-11-17T11:57:03.500Z'],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    expect(time(text)).toBe(expected);
  });

  test('a time without a zone is rejected', () => {
    expect(() => time('2025-11-17T11:57:03')).toThrow('not a UTC time');
  });

  test('only CVE IDs are accepted', () => {
    expect([cve('CVE-2021-44228'), cve('SRCCLR-SID-1'), cve('cve-2021-44228'), cve('')]).toEqual([
      'CVE-2021-44228',
      undefined,
      undefined,
      undefined,
    ]);
    expect([cwe(79), cwe('79'), cwe('-1'), cwe(0), cwe(null)]).toEqual([
      'CWE-79',
      'CWE-79',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const app = {
  id: 1201,
  oid: 40221,
  guid,
  created: '2024-01-02T03:04:05.678Z',
  modified: '2025-01-02T03:04:05.678Z',
  last_completed_scan_date: null,
  profile: {
    name: 'Shop',
    description: 'Sells <b>books</b> &amp; maps',
    tags: 'pci, , tier 1',
    business_criticality: 'VERY_HIGH',
    business_unit: { name: 'Retail' },
    business_owners: [
      { name: 'Ada', email: 'ada@example.com' },
      { name: 'Bram', email: null },
    ],
    git_repo_url: 'https://git.example.com/shop.git',
  },
};
const detail = {
  name: 'Shop',
  description: 'Sells books & maps',
  criticality: 'VERY_HIGH',
  businessUnit: 'Retail',
  owners: ['ada@example.com', 'Bram'],
  tags: ['pci', 'tier 1'],
  createdOn: '2024-01-02T03:04:05.678Z',
  lastUpdatedOn: '2025-01-02T03:04:05.678Z',
};

describe('hand-written Veracode items', () => {
  test.each<[string, (data: VeracodeDataset) => Expected, object]>([
    [
      'SAST',
      (data) => veracodeFindings(data, 'sast'),
      {
        externalAssetId: guid,
        assetType: 'CODE_REPO',
        vendorAssetId: '1201',
        repoUrl: 'https://git.example.com/shop.git',
      },
    ],
    [
      'DAST',
      (data) => veracodeFindings(data, 'dast'),
      { externalAssetId: guid, assetType: 'WEB_APPLICATION', vendorAssetId: '1201', webAppName: 'Shop' },
    ],
    [
      'SCA',
      veracodeSca,
      {
        externalAssetId: '1201',
        assetType: 'CODE_REPO',
        vendorAssetId: '40221',
        repoUrl: 'https://git.example.com/shop.git',
      },
    ],
  ])('an asset of %s', (_kind, oracle, expected) => {
    expect([...oracle(account({ app })).assets()]).toEqual([{ source: 'Veracode', assetDetail: detail, ...expected }]);
  });

  test('a report row, its duplicate, and a row of an unknown application', () => {
    const row = {
      app_id: 1201,
      finding_id: 5,
      flaw_name: 'SQL Injection',
      cwe_id: 89,
      cve_id: null,
      severity: 0,
      status: 'Closed',
      found_date: '2025-11-02 01:30:00.000',
      last_found_date: '2025-12-01 10:00:00.000',
      fixed_date: '2025-12-24 23:00:00.000',
      filename: 'A.java',
      description: '',
    };
    const rows = [
      row,
      { ...row, last_found_date: '2025-11-30 10:00:00.000' },
      { ...row, app_id: 7 },
      { ...row, finding_id: 6, status: 'Reopened' },
    ];
    const expected = veracodeReport(account({ rows }), 'sast', { zone: 'America/New_York' });
    expect([...expected.findings()]).toEqual([
      {
        externalFindingId: `${guid}:5`,
        externalAssetId: guid,
        vendorProductName: 'Veracode Static Analysis',
        name: 'SQL Injection',
        severity: 1,
        findingStatus: 'FIXED',
        firstFoundOn: '2025-11-02T05:30:00.000Z',
        lastFoundOn: '2025-12-01T15:00:00.000Z',
        fixedOn: '2025-12-25T04:00:00.000Z',
        findingType: { vulnerability: { cweId: 'CWE-89' } },
        file: 'A.java',
      },
    ]);
    expect([...expected.rejects()].map(({ reason, value }) => [reason, value])).toEqual([
      ['parent', '7'],
      ['status', 'Reopened'],
    ]);
  });

  const state = {
    first_found_date: '2025-01-01T00:00:00.000Z',
    last_seen_date: '2025-02-01T00:00:00.000Z',
    status: 'OPEN',
    resolution: 'UNRESOLVED',
    resolution_status: 'NONE',
    new: false,
  };
  test.each([
    [{ new: true }, 'NEW'],
    [{}, 'ACTIVE'],
    [{ status: 'CLOSED' }, 'FIXED'],
    [{ status: 'CLOSED', new: true }, 'FIXED'],
    [{ resolution: 'MITIGATED', resolution_status: 'APPROVED' }, 'IGNORED'],
    [{ status: 'CLOSED', resolution: 'MITIGATED', resolution_status: 'APPROVED' }, 'IGNORED'],
    [{ resolution: 'POTENTIAL_FALSE_POSITIVE', resolution_status: 'APPROVED', new: true }, 'IGNORED'],
    [{ resolution: 'MITIGATED', resolution_status: 'PROPOSED' }, 'ACTIVE'],
    [{ resolution: 'POTENTIAL_FALSE_POSITIVE', resolution_status: 'REJECTED' }, 'ACTIVE'],
  ])('a finding in state %j is %s', (change, status) => {
    const finding = {
      issue_id: 1,
      description: null,
      finding_status: { ...state, ...change },
      finding_details: { severity: 5, finding_category: { name: 'X' } },
    };
    expect(
      [...veracodeFindings(account({ v2: [finding] }), 'sast').findings()].map(({ findingStatus }) => findingStatus),
    ).toEqual([status]);
  });

  test('a dynamic finding with a base64 description', () => {
    const finding = {
      issue_id: 77,
      description: Buffer.from('<p>Größe &gt; 1</p>').toString('base64'),
      finding_status: state,
      finding_details: {
        severity: 3,
        cwe: { id: 80, name: 'Basic XSS' },
        url: 'https://a.example.com/x?y=%20',
        port: '443',
        vulnerable_parameter: 'q',
        file_path: 'no',
      },
    };
    expect([...veracodeFindings(account({ v2: [finding] }), 'dast').findings()]).toEqual([
      {
        externalFindingId: `${guid}:77`,
        externalAssetId: guid,
        vendorProductName: 'Veracode DAST',
        name: 'Basic XSS',
        severity: 3,
        findingStatus: 'ACTIVE',
        description: 'Größe > 1',
        firstFoundOn: '2025-01-01T00:00:00.000Z',
        lastFoundOn: '2025-02-01T00:00:00.000Z',
        findingType: { vulnerability: { cweId: 'CWE-80' } },
        url: 'https://a.example.com/x?y=%20',
        port: 443,
        parameter: 'q',
      },
    ]);
  });

  test('component findings: a CVE, and a proprietary ID', () => {
    const finding = (component_id: string, cve: object): object => ({
      description: 'Bad',
      finding_status: state,
      finding_details: {
        severity: 4,
        component_id,
        component_filename: 'a-1.jar',
        version: '1',
        language: 'JAVA',
        cve,
      },
    });
    const v2 = [
      finding('c1', {
        name: 'CVE-2023-20883',
        href: 'http://nvd.example.com/1',
        cvss3: { score: 7.5, vector: 'AV:N/\u200bAC:L' },
        exploitability: { epss_score: 0.02 },
      }),
      finding('c1', { name: 'CVE-2023-20883', href: 'http://nvd.example.com/1' }),
      finding('c2', { name: 'SRCCLR-SID-1' }),
    ];
    const common = {
      externalAssetId: '1201',
      vendorProductName: 'Veracode SCA',
      severity: 4,
      findingStatus: 'ACTIVE',
      description: 'Bad',
      firstFoundOn: '2025-01-01T00:00:00.000Z',
      lastFoundOn: '2025-02-01T00:00:00.000Z',
      component: { name: 'a-1.jar', version: '1', language: 'JAVA' },
    };
    expect([...veracodeSca(account({ v2 })).findings()]).toEqual([
      {
        ...common,
        externalFindingId: `${guid}:c1:CVE-2023-20883`,
        name: 'CVE-2023-20883',
        findingType: { vulnerability: { cveId: 'CVE-2023-20883', cvss: { cvss3Base: 7.5, vector: 'AV:N/AC:L' } } },
        epss: 0.02,
        references: ['http://nvd.example.com/1'],
      },
      { ...common, externalFindingId: `${guid}:c2:SRCCLR-SID-1`, name: 'SRCCLR-SID-1' },
    ]);
  });
});

test('hand-written Checkmarx One items', () => {
  const environment = {
    environmentId: 'e1',
    domain: 'Shop (prod)',
    url: 'https://shop.example.com',
    creator: 'ada@example.com',
    tags: null,
    created: '2025-03-01T10:00:00.123456Z',
    lastScanTime: '',
  };
  const result = {
    id: 'r1',
    severity: 'HIGH',
    state: 'To Verify',
    status: 'New',
    name: 'XSS',
    description: '',
    solution: '<span>Encode</span>',
    url: 'https://shop.example.com/x',
    method: 'GET',
    cwe_id: '-1',
  };
  const scan = (status: string, id: string): object => ({
    id,
    environment: 0,
    status,
    created: '2025-06-01T09:00:00.000000Z',
    updated: '2025-06-01T10:00:00.999999Z',
    hasResults: true,
    count: 2,
    generation: 0,
    additions: 0,
  });
  const whole = checkmarxDataset(options);
  const data = {
    ...whole,
    environments: { ...whole.environments, count: 1, json: () => body(environment), idOf: () => 'e1' },
    scans: {
      ...whole.scans,
      of: () =>
        [scan('Running', 's3'), scan('Finished@Scan finished successfully', 's2'), scan('Completed', 's1')] as never,
    },
    results: {
      of: ({ id }: { id: string }) =>
        items(id === 's2' ? 3 : 9, (i) =>
          body({
            ...result,
            id: `r${i}`,
            cwe_id: ['-1', '79', '79'][i],
            state: ['To Verify', 'Not Exploitable', 'Proposed Not Exploitable'][i],
            status: i === 2 ? 'Recurrent' : 'New',
          }),
        ),
    },
  };
  const common = {
    externalAssetId: 'e1',
    vendorProductName: 'CheckmarxOne DAST',
    name: 'XSS',
    severity: 4,
    solution: 'Encode',
    lastFoundOn: '2025-06-01T10:00:00.999Z',
    url: 'https://shop.example.com/x',
    method: 'GET',
  };
  const firstFoundOn = '2025-06-01T09:00:00.000Z';
  const findingType = { vulnerability: { cweId: 'CWE-79' } };
  expect([...checkmarxOneDast(data).assets()]).toEqual([
    {
      externalAssetId: 'e1',
      assetType: 'WEB_APPLICATION',
      source: 'Checkmarx',
      assetDetail: { name: 'Shop (prod)', owners: ['ada@example.com'], createdOn: '2025-03-01T10:00:00.123Z' },
      webAppName: 'Shop (prod)',
      webAppUrl: 'https://shop.example.com',
    },
  ]);
  expect([...checkmarxOneDast(data).findings()]).toEqual([
    { ...common, externalFindingId: 'e1:r0', findingStatus: 'NEW', firstFoundOn },
    { ...common, externalFindingId: 'e1:r1', findingStatus: 'IGNORED', findingType, firstFoundOn },
    { ...common, externalFindingId: 'e1:r2', findingStatus: 'ACTIVE', findingType },
  ]);
});

describe('hand-written AppScan items', () => {
  const base = {
    Id: 'i1',
    DiscoveryMethod: 'DAST',
    IssueType: 'SQL Injection',
    IssueTypeId: 'attSql',
    Severity: 'High',
    Status: 'Open',
    DateCreated: '2025-09-01T10:00:00.1239999Z',
    LastFound: null,
    Cve: '',
    Cwe: 89,
    Cvss: '9.8',
    CvssVersion: 'Cvss31',
    Scheme: 'https',
    Host: 'a.example.com',
    Port: 8443,
    IssueXml: '<issue a="&lt;"/>',
    Location: null,
    Element: 'id',
    ElementType: 'Parameter',
    EpssScore: null,
    DetailsUrl: null,
  };
  const application = {
    Id: 'a1',
    Name: 'www.test.com',
    Url: null,
    Description: null,
    BusinessImpact: 'Unspecified',
    BusinessUnit: '',
    BusinessOwner: null,
    DateCreated: '2025-01-01T00:00:00Z',
    LastUpdated: '2025-02-01T00:00:00.1Z',
    ScanTechnologies: 'SAST, DAST',
  };
  const oracle = (issues: object[], change: object = {}): Expected => {
    const whole = appScanDataset(options);
    return hclAppScanDast({
      ...whole,
      applications: { ...whole.applications, count: 1, json: () => body({ ...application, ...change }) },
      issues: {
        ...whole.issues,
        of: () => ({ ...items(issues.length, (i) => body({ ...base, ...issues[i] })), quick: () => undefined }),
      },
    });
  };

  test('a finding; code issues are excluded', () => {
    expect([...oracle([{}, { Id: 'i2', DiscoveryMethod: 'SAST' }]).findings()]).toEqual([
      {
        externalFindingId: 'i1',
        externalAssetId: 'a1',
        vendorProductName: 'HCL AppScan',
        name: 'SQL Injection',
        severity: 4,
        findingStatus: 'NEW',
        firstFoundOn: '2025-09-01T10:00:00.123Z',
        findingType: { vulnerability: { cweId: 'CWE-89', cvss: { cvss3Base: 9.8 } } },
        port: 8443,
        protocol: 'https',
        subType: 'attSql',
        detectionResult: '<issue a="&lt;"/>',
        parameter: 'id',
      },
    ]);
  });

  test.each([
    ['Url', {}, { Url: 'https://own.example.com' }, 'https://own.example.com'],
    ['issue and port', {}, { Url: '' }, 'https://a.example.com:8443'],
    ['issue and default port', { Port: 443 }, {}, 'https://a.example.com'],
    ['issue and the other default port', { Scheme: 'http', Port: 443 }, {}, 'http://a.example.com:443'],
    ['issue without port', { Port: null }, {}, 'https://a.example.com'],
    ['nothing', { Host: null }, {}, undefined],
  ])('the address is set by %s', (_from, issue, app, url) => {
    expect([...oracle([{ Scheme: null }, issue], app).assets()].map(({ webAppUrl }) => webAppUrl)).toEqual([url]);
  });

  test.each([
    [{ CvssVersion: 'Cvss20' }, undefined],
    [{ CvssVersion: 'Cvss30', Cvss: '5' }, 5],
    [{ CvssVersion: 'Cvss31', Cvss: null }, undefined],
  ])('%j gives the score %s', (issue, score) => {
    expect([...oracle([issue]).findings()][0]?.findingType?.vulnerability.cvss?.cvss3Base).toBe(score);
  });

  test('an application without dynamic analysis is not an asset', () => {
    expect([...oracle([{}], { ScanTechnologies: 'SAST, IAST' }).assets()]).toEqual([]);
  });
});

describe('all records that the oracle expects match the published schemas', () => {
  const validators: { asset?: (value: unknown) => boolean; finding?: (value: unknown) => boolean } = {};
  beforeAll(() => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    for (const entity of ['asset', 'finding'] as const) {
      validators[entity] = ajv.compile(
        JSON.parse(readFileSync(new URL(`../../schemas/${entity}.schema.json`, import.meta.url), 'utf8')),
      );
    }
  });

  const veracode = veracodeDataset(options);
  test.each<[string, Expected]>([
    ['SAST report', veracodeReport(veracode, 'sast', { zone: 'Europe/Berlin', historyMonths: 18 })],
    ['DAST report', veracodeReport(veracode, 'dast', { zone: 'America/New_York', historyMonths: 18 })],
    ['SAST findings', veracodeFindings(veracode, 'sast')],
    ['DAST findings', veracodeFindings(veracode, 'dast')],
    ['SCA', veracodeSca(veracode)],
    ['Checkmarx One', checkmarxOneDast(checkmarxDataset(options))],
    ['AppScan', hclAppScanDast(appScanDataset(options))],
  ])('%s', (_name, expected) => {
    const [assets, findings] = [[...expected.assets()], [...expected.findings()]];
    expect(assets.filter((asset) => !validators.asset?.(asset))).toEqual([]);
    expect(findings.filter((finding) => !validators.finding?.(finding))).toEqual([]);
    expect(findings).toHaveLength(400);
    expect(new Set(findings.map(({ externalFindingId }) => externalFindingId)).size).toBe(400);
    const parents = new Set(assets.map(({ externalAssetId }) => externalAssetId));
    expect(findings.filter(({ externalAssetId }) => !parents.has(externalAssetId))).toEqual([]);
  });
});
