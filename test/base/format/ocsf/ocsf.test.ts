import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { buildEvent } from '../../../../engine/base/format/ocsf/index.ts';
import { ASSET_TYPES } from '../../../../engine/base/format/ocsf/resources.ts';
import type { Json, JsonObject } from '../../../../engine/base/json/types.ts';
import { OCSF_EVENT } from './ocsf-schema.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const isEvent = new Ajv({ strict: false }).compile(OCSF_EVENT);
const readJson = (file: string) => JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8'));

const TIME = '2025-02-11T09:14:03.000Z';
const AT = Date.parse(TIME);

const ASSET = {
  externalAssetId: 'a1',
  assetType: 'HOST',
  source: 'Acme',
  vendorAssetId: 'v1',
  assetDetail: { name: 'db-01', description: 'Database', criticality: 'HIGH', businessUnit: 'Shop', owners: ['a@b.c'] },
  ipAddresses: ['not an address', 'fe80::1%eth0', '10.0.0.1'],
  fqdn: 'db-01.example.com',
  macAddress: '00:1b:44:11:3a:b7',
  operatingSystem: 'Ubuntu 24.04',
};

const FINDING = {
  externalFindingId: 'f1',
  externalAssetId: 'a1',
  vendorProductName: 'Acme Scanner',
  name: 'Log4Shell',
  severity: 5,
  findingStatus: 'NEW',
  firstFoundOn: TIME,
};

const build = (finding: JsonObject = {}, asset: JsonObject = ASSET) =>
  buildEvent({ finding: { ...FINDING, ...finding }, asset, at: 7 });
const withVulnerability = (vulnerability: JsonObject, more: JsonObject = {}) =>
  build({ findingType: { vulnerability }, ...more });

test('the types of assets in events are those of the schema', () => {
  expect(Object.keys(ASSET_TYPES)).toEqual(readJson('schemas/asset.schema.json').properties.assetType.enum);
});

test('the expected records of all connectors become valid events, with and without their assets', () => {
  let count = 0;
  for (const file of globSync('manifests/*/expected/*.json', { cwd: ROOT })) {
    const { asset: assets = [], finding: findings = [] } = readJson(file) as Record<string, readonly JsonObject[]>;
    const byId = new Map(assets.map((asset) => [asset['externalAssetId'], asset]));
    for (const finding of findings)
      for (const asset of [byId.get(finding['externalAssetId'] as Json), { externalAssetId: 'unlisted' }]) {
        if (asset === undefined) continue;
        count += 1;
        expect(isEvent(buildEvent({ finding, asset, at: 0 })), `${file} ${JSON.stringify(isEvent.errors)}`).toBe(true);
      }
  }
  expect(count).toBeGreaterThan(300);
});

describe('an event', () => {
  test('describes a host as a resource and a device', () => {
    const event = build();
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event).toMatchObject({
      class_uid: 2002,
      type_uid: 200_201,
      time: AT,
      severity_id: 5,
      metadata: { version: '1.5.0', product: { name: 'Acme Scanner', vendor_name: 'Acme' } },
      finding_info: { uid: 'f1', title: 'Log4Shell', first_seen_time: AT },
      resources: [{ uid: 'a1', name: 'db-01', type: 'Host', ip: '10.0.0.1', owner: { email_addr: 'a@b.c' } }],
      device: { uid: 'a1', type_id: 0, mac: '00:1b:44:11:3a:b7', os: { name: 'Ubuntu 24.04', type_id: 200 } },
    });
  });

  test('keeps the operating system of an image with the resource', () => {
    const event = build({}, { ...ASSET, assetType: 'CONTAINER_IMAGE' });
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event).toMatchObject({ class_uid: 2002, resources: [{ data: { operatingSystem: 'Ubuntu 24.04' } }] });
  });

  test('describes code as an application, with the affected lines', () => {
    const repo = { ...ASSET, assetType: 'CODE_REPO', repoUrl: 'https://git.example.com/shop' };
    const event = build({ file: 'src/a b.c', line: 3, solution: 'Escape it.', custom: { team: 'red' } }, repo);
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event).toMatchObject({
      class_uid: 2007,
      type_uid: 200_701,
      application: { uid: 'a1', url: { url_string: 'https://git.example.com/shop', hostname: 'git.example.com' } },
      remediation: { desc: 'Escape it.' },
      vulnerabilities: [
        {
          advisory: { uid: 'Log4Shell' },
          affected_code: [{ file: { name: 'a b.c', path: 'src/a b.c' }, start_line: 3 }],
        },
      ],
      unmapped: { custom: { team: 'red' } },
    });
    expect(event).not.toHaveProperty('device');
  });

  test.each([
    ['NEW', 1, 1],
    ['ACTIVE', 2, 99],
    ['REOPENED', 2, 99],
    ['IGNORED', 3, 3],
    ['FIXED', 3, 4],
    ['NONE', 0, 0],
  ])('of a finding that is %s has activity %d and status %d', (findingStatus, activity, status) => {
    const event = build({ findingStatus });
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event).toMatchObject({ activity_id: activity, type_uid: 200_200 + activity, status_id: status });
  });

  test('has the time of its activity, else the given one', () => {
    const [fixedOn, lastFoundOn] = ['2025-03-01T00:00:00.000Z', '2025-02-20T00:00:00.000Z'];
    expect(build({ findingStatus: 'FIXED', fixedOn, lastFoundOn })['time']).toBe(Date.parse(fixedOn));
    expect(build({ findingStatus: 'ACTIVE', fixedOn, lastFoundOn })['time']).toBe(Date.parse(lastFoundOn));
    const { firstFoundOn: _, ...timeless } = FINDING;
    expect(buildEvent({ finding: timeless, asset: ASSET, at: 7 })['time']).toBe(7);
  });

  test.each([
    [{ url: 'https://a.example.com' }, 2007],
    [{ file: 'a.c' }, 2007],
    [{}, 2002],
  ])('of an unknown asset has its class by the finding: %j', (finding, uid) => {
    const event = build(finding, { externalAssetId: 'a1' });
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event).toMatchObject({ class_uid: uid, resources: [{ uid: 'a1' }] });
  });
});

describe('vulnerabilities', () => {
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H';

  test('have the scores and weaknesses of a single CVE', () => {
    const event = withVulnerability(
      { cveId: 'CVE-2021-44228', cweIds: ['CWE-502'], cvss: { cvss3Base: 10, vector } },
      { epss: 0.97 },
    );
    expect(event['vulnerabilities']).toMatchObject([
      {
        cve: {
          uid: 'CVE-2021-44228',
          cvss: [{ base_score: 10, version: '3.1', vector_string: vector, depth: 'Base' }],
          epss: { score: '0.97' },
          related_cwes: [{ uid: 'CWE-502' }],
        },
      },
    ]);
    expect(event).not.toHaveProperty('unmapped');
  });

  test.each([
    ['several CVEs', { cveIds: ['CVE-2021-44228', 'CVE-2021-45046'], cvss: { cvss3Base: 10, vector } }, 2],
    ['CWEs only', { cweIds: ['CWE-79', 'CWE-80'], cvss: { cvss3Base: 10, vector } }, 2],
    ['neither', { cvss: { cvss3Base: 10, vector } }, 1],
    ['the vector of another version', { cveId: 'CVE-2021-44228', cvss: { cvss3Base: 9, vector: 'CVSS:4.0/AV:N' } }, 1],
  ])('with %s keep what no attribute can contain', (_, vulnerability, count) => {
    const event = withVulnerability(vulnerability, { component: { name: 'log4j' } });
    expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
    expect(event['vulnerabilities']).toHaveLength(count);
    expect(event['unmapped']).toEqual({ cvss: vulnerability.cvss, component: { name: 'log4j' } });
  });
});
