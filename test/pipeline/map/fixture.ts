import { readFileSync } from 'node:fs';
import type { MapSpec } from '../../../engine/pipeline/map/index.ts';

const schema = JSON.parse(readFileSync(new URL('../../../schemas/finding.schema.json', import.meta.url), 'utf8'));

/** Map with every type of field: tables with each policy, conversions, text, numbers, lists, a condition. */
export const SPEC: MapSpec = {
  entity: 'finding',
  schema,
  where: "kind = 'DAST'",
  constants: { vendorProductName: 'Acme' },
  enums: {
    severity: { values: { Low: 2, High: 4, '5': 5 }, unmapped: 'reject' },
    status: { values: { Open: 'NEW', 'In Progress': 'ACTIVE' }, unmapped: 'reject', match: 'loose' },
    method: { values: { get: 'GET' }, unmapped: 'omit' },
    protocol: { values: {}, unmapped: { to: 'other' } },
    subType: { values: {}, unmapped: 'pass' },
  },
  fields: {
    externalFindingId: { value: 'id', identity: true },
    externalAssetId: '$application.Id',
    name: 'title',
    severity: { value: 'detail.severity', enum: 'severity' },
    findingStatus: { value: 'detail.status', enum: 'status' },
    'findingType.vulnerability.cweId': { value: 'cwe', as: 'cwe' },
    'findingType.vulnerability.cveId': { value: 'cve', as: 'cve' },
    'findingType.vulnerability.cvss.cvss3Base': "version in ['v3'] ? $number(score)",
    firstFoundOn: { value: 'found', as: 'datetime', zone: 'America/New_York' },
    description: { value: 'text', as: 'plainText' },
    port: { value: 'port', as: 'integer' },
    line: 'line',
    method: { value: 'method', enum: 'method' },
    protocol: { value: 'protocol', enum: 'protocol' },
    subType: { value: 'type', enum: 'subType' },
    references: { value: 'refs', as: 'csvList' },
    'component.name': 'parts[main].name',
    url: "site ? site.scheme & '://' & site.host : $settings.site",
  },
};

/** Item that maps to a record. */
export const ITEM = {
  id: 12,
  kind: 'DAST',
  title: 'XSS',
  detail: { severity: 'High', status: 'IN_PROGRESS' },
  cwe: '79',
  cve: 'SID-1',
  version: 'v3',
  score: '6.1',
  found: '2025-07-11 09:14:03.1239',
  text: '<p>a &amp; b</p>',
  port: '443',
  line: 7,
  method: 'TRACE',
  protocol: 'gopher',
  type: 'reflected',
  refs: 'a, b',
  parts: [{ name: 'x' }, { name: 'core', main: true }],
  site: { scheme: 'https', host: 'a.example' },
};

export const SCOPE = { application: { Id: 77 }, settings: { site: 'https://b.example' } };
