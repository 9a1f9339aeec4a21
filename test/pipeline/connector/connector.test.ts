import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type ConnectionSetup, compileConnector, isEngineError, type Manifest } from '../../../engine/index.ts';
import { findOrigins } from '../../../engine/workbench/check/origins.ts';
import { readManifestFile, type SimulatedId } from '../../manifests/connectors.ts';

const HCL = 'hcl-appscan-dast';
const SAST = 'veracode-sast';
const KEYS = { key_id: 'a28f120d', key_secret: 'a-secret-of-forty-four-characters-or-so' };
const API = { api_id: 'edae2b9b3ef059b0ec3f4e8ad1dd9164', api_key: 'ab'.repeat(64) };

const compile = (id: SimulatedId, setup: Partial<ConnectionSetup> = {}) =>
  compileConnector(readManifestFile(id), { settings: id === HCL ? KEYS : API, ...setup });

interface Wrong {
  readonly name: string;
  readonly id?: SimulatedId;
  readonly setup: Partial<ConnectionSetup>;
  readonly code: string;
  /** Text that the message or the fix must contain. */
  readonly says: string;
}

const WRONG: readonly Wrong[] = [
  {
    name: 'a setting that is missing',
    setup: { settings: { key_id: 'k' } },
    code: 'SETTING_MISSING',
    says: 'key_secret',
  },
  {
    name: 'a secret of 7 characters',
    setup: { settings: { ...KEYS, key_secret: 's3cret!' } },
    code: 'SECRET_TOO_SHORT',
    says: 'key_secret',
  },
  {
    name: 'an empty setting',
    setup: { settings: { ...KEYS, key_id: '' } },
    code: 'CONFIG_INVALID',
    says: '/settings/key_id',
  },
  {
    name: 'an unknown setting',
    setup: { settings: { ...KEYS, key_idd: 'x' } },
    code: 'CONFIG_INVALID',
    says: 'key_id',
  },
  {
    name: 'an invalid number',
    setup: { settings: { ...KEYS, page_size: 'many' } },
    code: 'CONFIG_INVALID',
    says: 'page_size',
  },
  {
    name: 'a number out of bounds',
    setup: { settings: { ...KEYS, page_size: 0 } },
    code: 'CONFIG_INVALID',
    says: 'page_size',
  },
  {
    name: 'an invalid URL',
    setup: { settings: { ...KEYS, domain_url: 'cloud' } },
    code: 'CONFIG_INVALID',
    says: 'domain_url',
  },
  {
    name: 'an invalid region',
    id: SAST,
    setup: { settings: { ...API, region: 'ap' } },
    code: 'CONFIG_INVALID',
    says: 'region',
  },
  {
    name: 'an invalid time zone',
    id: SAST,
    setup: { settings: { ...API, report_time_zone: 'Mars' } },
    code: 'CONFIG_INVALID',
    says: 'report_time_zone',
  },
  {
    name: 'a filter for a stream without one',
    setup: { filters: { issues: 'Id eq 1' } },
    code: 'FILTER_UNKNOWN',
    says: 'applications',
  },
  {
    name: 'a filter with a misspelled name',
    setup: { filters: { application: 'Id eq 1' } },
    code: 'FILTER_UNKNOWN',
    says: 'applications',
  },
  {
    name: 'a filter for a connector without filters',
    id: SAST,
    setup: { filters: { applications: 'x' } },
    code: 'FILTER_UNKNOWN',
    says: 'does not support filters',
  },
  {
    name: 'a filter with an unterminated string',
    setup: { filters: { applications: "Name eq 'www" } },
    code: 'FILTER_MALFORMED',
    says: "Name eq 'www.test.com'",
  },
  {
    name: 'a filter with an extra closing parenthesis',
    setup: { filters: { applications: "Name eq 'a') or (1 eq 1" } },
    code: 'FILTER_MALFORMED',
    says: 'odata',
  },
  {
    name: 'a filter without an operator',
    setup: { filters: { applications: 'Name' } },
    code: 'FILTER_MALFORMED',
    says: 'odata',
  },
  {
    name: 'an asset type of another connector',
    setup: { select: { assetTypes: ['CODE_REPO'] } },
    code: 'SELECT_UNKNOWN',
    says: 'WEB_APPLICATION',
  },
  {
    name: 'an invalid finding type',
    setup: { select: { findingTypes: ['SECRET'] as never } },
    code: 'SELECT_UNKNOWN',
    says: 'WEB_APPLICATION_VULNERABILITY',
  },
  { name: 'an invalid stream', setup: { streams: ['issue'] }, code: 'SELECT_UNKNOWN', says: 'issues' },
  {
    name: 'a stream named like a member of Object',
    setup: { streams: ['constructor'] },
    code: 'SELECT_UNKNOWN',
    says: 'issues',
  },
];

describe('an invalid config', () => {
  test.each(WRONG)('$name', async ({ id = HCL, setup, code, says }) => {
    const error = await compile(id, setup).catch((thrown: unknown) => thrown);
    expect(isEngineError(error) && error.code).toBe(code);
    if (!isEngineError(error)) return;
    expect(`${error.message} ${error.fix}`).toContain(says);
    for (const value of Object.values(setup.settings ?? {}))
      if (String(value).length > 20) expect(`${error.message} ${error.fix}`).not.toContain(String(value));
  });
});

interface Chosen {
  readonly name: string;
  readonly id: SimulatedId;
  readonly setup?: Partial<ConnectionSetup>;
  /** Streams in reading order, with the entities mapped from each. */
  readonly reads: readonly (readonly [string, ...string[]])[];
}

const BOTH: Chosen['reads'] = [
  ['applications', 'asset'],
  ['issues', 'finding'],
];

const CHOSEN: readonly Chosen[] = [
  { name: 'all', id: HCL, reads: BOTH },
  { name: 'only assets', id: HCL, setup: { select: { findingTypes: [] } }, reads: [['applications', 'asset']] },
  {
    name: 'only findings, and the applications that they need',
    id: HCL,
    setup: { select: { assetTypes: [] } },
    reads: [['applications'], ['issues', 'finding']],
  },
  { name: 'a general finding type', id: HCL, setup: { select: { findingTypes: ['VULNERABILITY'] } }, reads: BOTH },
  {
    name: 'one stream, and what it needs',
    id: HCL,
    setup: { streams: ['issues'] },
    reads: [['applications'], ['issues', 'finding']],
  },
  { name: 'another', id: HCL, setup: { streams: ['applications'] }, reads: [['applications', 'asset']] },
  { name: 'nothing', id: HCL, setup: { select: { assetTypes: [], findingTypes: [] } }, reads: [] },
  {
    name: 'the report',
    id: SAST,
    reads: [
      ['applications', 'asset'],
      ['report', 'finding'],
    ],
  },
  {
    name: 'the Findings API instead of the report',
    id: SAST,
    setup: { settings: { ...API, source: 'findings' } },
    reads: [
      ['applications', 'asset'],
      ['findings', 'finding'],
    ],
  },
  {
    name: 'parents of parents',
    id: 'checkmarx-one-dast',
    setup: {
      settings: { domain_name: 'https://ast.checkmarx.net', tenant_name: 't', api_key: 'k3y-k3y-k3y' },
      streams: ['results'],
    },
    reads: [['environments'], ['scans'], ['results', 'finding']],
  },
];

test.each(CHOSEN)('reads $name ($id)', async ({ id, setup, reads }) => {
  const { streams } = await compile(id, setup);
  expect(streams.map(({ name, mappings }) => [name, ...mappings.map(({ entity }) => entity)])).toEqual(reads);
});

test('the configured concurrency overrides the manifest’s', async () => {
  for (const [concurrency, expected] of [
    [undefined, 4],
    [1, 1],
    [16, 16],
  ] as const) {
    const { streams } = await compile(HCL, concurrency === undefined ? {} : { concurrency });
    expect(new Set(streams.map((stream) => stream.concurrency))).toEqual(new Set([expected]));
  }
});

test('a setting given as text is converted to its declared type', async () => {
  const { visible } = await compile(HCL, { settings: { ...KEYS, page_size: '25' } });
  expect(visible['page_size']).toBe(25);
});

test.each([
  [HCL, KEYS, ['https://cloud.appscan.com']],
  [SAST, { ...API, api_id: `vera01ei-${API.api_id}` }, ['https://api.veracode.eu']],
  [
    'checkmarx-one-dast',
    { domain_name: 'https://deu.ast.checkmarx.net/', tenant_name: 't', api_key: 'k3y-k3y-k3y' },
    ['https://deu.ast.checkmarx.net', 'https://deu.iam.checkmarx.net'],
  ],
] as const)('%s talks to its own hosts only', async (id, settings, origins) => {
  expect(findOrigins(await compile(id, { settings })).map(({ origin }) => origin)).toEqual(origins);
});

test('a printed connector contains no secret', async () => {
  const connector = await compile(HCL);
  const { secrets, ...rest } = connector;
  expect(secrets).toEqual([KEYS.key_secret]);
  expect(inspect(rest, { depth: 12 })).not.toContain(KEYS.key_secret);
  expect(JSON.stringify({ scope: connector.scope, visible: connector.visible })).not.toContain(KEYS.key_secret);
});

test('a custom map replaces the manifest’s', async () => {
  const manifest: Manifest = readManifestFile(HCL);
  const asset = {
    ...manifest.maps['asset'],
    from: 'applications',
    to: 'asset',
    fields: { externalAssetId: { value: 'Id', identity: true }, assetType: "'HOST'", 'assetDetail.name': "'mine'" },
  } as const;
  const { streams } = await compile(HCL, { maps: { asset } });
  const [mapping] = streams[0]?.mappings ?? [];
  expect(await mapping?.map.map({ Id: '1' }, {})).toMatchObject({
    kind: 'record',
    record: { externalAssetId: '1', assetType: 'HOST', source: 'HCL AppScan', assetDetail: { name: 'mine' } },
  });
});
