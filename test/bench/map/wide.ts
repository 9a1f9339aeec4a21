import type { MapSpec } from '../../../engine/pipeline/map/index.ts';

const text = { type: 'string', minLength: 1 } as const;
const object = (properties: object) => ({ type: 'object', additionalProperties: false, properties }) as const;
const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]));

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'severity'],
  properties: {
    ...texts('id', 'name'),
    // A form with milliseconds, as for the built-in entities.
    seenOn: { type: 'string', pattern: '\\.\\d{3}Z$' },
    severity: { type: 'integer', minimum: 1, maximum: 5 },
    tags: { type: 'array', items: text },
    host: object({
      ...texts('name', 'ip', 'os'),
      network: object({ ...texts('zone', 'vlan', 'gateway'), port: { type: 'integer' } }),
      owner: object(texts('name', 'mail', 'team', 'phone')),
    }),
    software: object({
      ...texts('name', 'version', 'vendor', 'path'),
      license: object(texts('id', 'name', 'url')),
      source: object({
        ...texts('repo', 'commit', 'branch'),
        file: object({ ...texts('path', 'owner'), line: { type: 'integer' } }),
      }),
    }),
    score: object({ base: { type: 'number' }, vector: text, epss: { type: 'number' } }),
  },
};

/** Map of 32 fields with four levels of nesting in source and target. */
export const wideSpec: MapSpec = {
  entity: 'finding',
  schema,
  enums: { severity: { values: { low: 2, medium: 3, high: 4, critical: 5 }, unmapped: 'reject' } },
  fields: {
    id: { value: "meta.tenant & '/' & meta.id", identity: true },
    name: 'meta.title ? meta.title : meta.id',
    severity: { value: 'meta.rating.level', enum: 'severity' },
    seenOn: { value: 'meta.times.seen', as: 'datetime' },
    tags: { value: "meta.tags[kind = 'label'].value", as: 'list' },
    'host.name': 'asset.host.name',
    'host.ip': 'asset.host.addresses[0]',
    'host.os': "asset.host.os.family & ' ' & asset.host.os.version",
    'host.network.zone': 'asset.host.network.zone',
    'host.network.vlan': '$string(asset.host.network.vlan)',
    'host.network.gateway': 'asset.host.network.gateway',
    'host.network.port': { value: 'asset.host.network.port', as: 'integer' },
    'host.owner.name': 'asset.owner.name',
    'host.owner.mail': '$lowercase(asset.owner.mail)',
    'host.owner.team': 'asset.owner.team.name',
    'host.owner.phone': 'asset.owner.contact.phone',
    'software.name': 'package.name',
    'software.version': 'package.version',
    'software.vendor': 'package.vendor.name',
    'software.path': "package.paths ~> $join(':')",
    'software.license.id': 'package.license.spdx.id',
    'software.license.name': 'package.license.spdx.name',
    'software.license.url': 'package.license.url',
    'software.source.repo': 'package.source.git.repo',
    'software.source.commit': '$substring(package.source.git.commit, 0, 12)',
    'software.source.branch': 'package.source.git.branch',
    'software.source.file.path': 'package.source.file.path',
    'software.source.file.owner': 'package.source.file.owner',
    'software.source.file.line': 'package.source.file.line',
    'score.base': { value: 'meta.rating.cvss.score', as: 'number' },
    'score.vector': { value: 'meta.rating.cvss.vector', as: 'cleanText' },
    'score.epss': 'meta.rating.epss',
  },
};

const LEVELS = ['low', 'medium', 'high', 'critical'];

const meta = (at: number) => ({
  tenant: `t${at % 7}`,
  id: `finding-${at}`,
  ...(at % 5 === 0 ? {} : { title: `Weakness ${at % 90}` }),
  times: { seen: `2025-0${1 + (at % 9)}-11T09:14:03.1234567Z` },
  tags: [
    { kind: 'label', value: 'web' },
    { kind: 'note', value: 'x' },
    { kind: 'label', value: `team-${at % 9}` },
  ],
  rating: {
    level: LEVELS[at % 4],
    cvss: { score: `${(at % 100) / 10}`, vector: 'AV:N/AC:L\u200b/PR:N' },
    epss: (at % 100) / 100,
  },
});

const asset = (at: number) => ({
  host: {
    name: `host-${at % 300}.example.com`,
    addresses: [`10.0.${at % 250}.1`, '::1'],
    os: { family: 'Linux', version: `6.${at % 12}` },
    network: { zone: 'dmz', vlan: 100 + (at % 20), gateway: '10.0.0.1', port: `${8000 + (at % 90)}` },
  },
  owner: {
    name: `Owner ${at % 40}`,
    mail: `Owner${at % 40}@Example.com`,
    team: { name: 'Blue' },
    ...(at % 3 ? { contact: { phone: '+49 30 1' } } : {}),
  },
});

/** Item of the wide map. */
export const wideItem = (at: number): object => ({
  meta: meta(at),
  asset: asset(at),
  package: {
    name: `pkg-${at % 120}`,
    version: `1.${at % 30}.0`,
    vendor: { name: 'Acme' },
    paths: ['lib', `m${at % 8}`],
    license: { spdx: { id: 'MIT', name: 'MIT License' }, url: 'https://example.com/mit' },
    source: {
      git: { repo: 'https://example.com/r.git', commit: 'a'.repeat(40), branch: 'main' },
      ...(at % 4 ? { file: { path: `src/${at % 50}.ts`, owner: 'blue', line: at % 500 } } : {}),
    },
  },
});
