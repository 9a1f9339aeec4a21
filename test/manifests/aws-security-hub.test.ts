import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../engine/manifest/types.generated.ts';
import { readText } from '../pipeline/run/auth-case.ts';
import { createFolder, readRecords } from '../pipeline/run/folder.ts';
import { type Script, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync } from '../pipeline/run/sync.ts';
import { verifySigV4 } from '../pipeline/run/verify-sig-v4.ts';
import { readJson } from './connectors.ts';

const KEYS = { AKIALONGTERMKEY0: 'l0ng/term+secret', ASIATEMPORARYKEY: 'temp0rary/s3cret' };
const REGIONS = ['eu-west-1', 'us-east-1'];
const PAGE = 100;

const SETTINGS = { access_key_id: 'AKIALONGTERMKEY0', secret_access_key: KEYS.AKIALONGTERMKEY0 };
const ROLE = { role_arn: 'arn:aws:iam::111122223333:role/reader', external_id: 'x+1' };

/** Returns the shipped manifest with all hosts at `origin`; the region moves into the path. */
function connectTo(origin: string): Manifest {
  const shipped = JSON.stringify(readJson('manifests/aws-security-hub/manifest.json'));
  const manifest: Manifest = JSON.parse(
    shipped
      .replace(
        /"'https:\/\/securityhub\.' & region & '\.' & settings\.dns_suffix & '\/findings'"/,
        `"'${origin}/' & region & '/findings'"`,
      )
      .replaceAll(/"https:\/\/securityhub\.[^"]*"/g, `"${origin}"`)
      .replaceAll(/"https:\/\/sts\.[^"]*"/g, `"${origin}/sts"`),
  );
  const { regions, ...others } = manifest.settings.properties;
  const settings = { ...manifest.settings, properties: { regions: { ...regions, default: REGIONS }, ...others } };
  return { ...manifest, settings } as Manifest;
}

const createFinding = (region: string, number: number) => ({
  Id: `arn:aws:securityhub:${region}:111122223333:finding/${number}`,
  ProductArn: `arn:aws:securityhub:${region}::product/aws/securityhub`,
  AwsAccountId: '111122223333',
  CreatedAt: '2026-01-01T00:00:00.000Z',
  UpdatedAt: '2026-01-01T00:00:00.000Z',
  Title: `Finding ${number}`,
  Severity: { Label: 'LOW' },
  Resources: [`bucket-${number}`, 'shared'].map((name) => ({
    Type: 'AwsS3Bucket',
    Id: `arn:aws:s3:::${region}-${name}`,
  })),
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
});

const STS = {
  AssumeRoleResponse: {
    AssumeRoleResult: {
      Credentials: {
        AccessKeyId: 'ASIATEMPORARYKEY',
        SecretAccessKey: KEYS.ASIATEMPORARYKEY,
        SessionToken: 'session-token-of-the-role',
        Expiration: 32_472_144_000,
      },
    },
  },
};

/** Security Hub with `count` findings in each region, whose page tokens are valid only there and which throttles once. */
async function runAgainst(count: number, extra: Readonly<Record<string, string>> = {}) {
  const seen: string[] = [];
  let throttled = 0;
  const script: Script = async (target, request) => {
    const body = await readText(request);
    const { id, region, service, isValid } = verifySigV4(KEYS, target, request, body);
    seen.push(`${id} ${service}`);
    if (!isValid) return { status: 403, json: { message: 'The request signature does not match' } };
    if (target === 'POST /sts') return { json: STS };
    if (target !== `POST /${region}/findings`)
      return { status: 403, json: { message: 'Credential should be scoped to a valid region' } };
    const { MaxResults, NextToken = `${region}:0` } = JSON.parse(body) as { MaxResults: number; NextToken?: string };
    const [home, at = '0'] = NextToken.split(':');
    if (home !== region) return { status: 400, json: { Code: 'InvalidInputException', Message: 'Invalid NextToken' } };
    if (at !== '0' && throttled++ === 0) return { status: 429, json: { Code: 'LimitExceededException' } };
    const end = Math.min(Number(at) + MaxResults, count);
    const numbers = Array.from({ length: end - Number(at) }, (_, index) => Number(at) + index);
    const Findings = numbers.map((number) => createFinding(region, number));
    return { json: { Findings, ...(end < count ? { NextToken: `${region}:${end}` } : {}) } };
  };
  const vendor = await startSmallVendor(script);
  const to = await createFolder();
  const report = await runSync({
    connector: connectTo(vendor.origin),
    vendor: { config: { settings: {} } },
    settings: { ...SETTINGS, ...extra },
    to,
  });
  const records = report.error
    ? { assets: [], findings: [] }
    : { assets: await readRecords(to, 'assets.ndjson'), findings: await readRecords(to, 'findings.ndjson') };
  return { report, seen, ...records };
}

describe('a simulated Security Hub', () => {
  test('pages each region with its own tokens and signatures, and retries a throttled page', async () => {
    const { report, findings, assets, seen } = await runAgainst(2 * PAGE + 1);
    expect(report).toMatchObject({ state: 'PROCESSED', streams: { findings: { pages: 6, retries: 1, items: 402 } } });
    expect(findings).toHaveLength(2 * 402);
    expect(new Set(findings.map((one) => one['externalFindingId'])).size).toBe(2 * 402);
    const ids = assets.map((one) => one['externalAssetId']);
    expect([ids.length, new Set(ids).size]).toEqual([404, 404]);
    expect(findings.every((one) => ids.includes(one['externalAssetId'] as string))).toBe(true);
    expect(new Set(seen)).toEqual(new Set(['AKIALONGTERMKEY0 securityhub']));
  });

  test('signs with the credentials of an assumed role', async () => {
    const { report, seen, findings } = await runAgainst(1, ROLE);
    expect([report.state, findings.length]).toEqual(['PROCESSED', 4]);
    expect(seen).toEqual(['AKIALONGTERMKEY0 sts', 'ASIATEMPORARYKEY securityhub', 'ASIATEMPORARYKEY securityhub']);
  });

  test('reports a wrong secret as rejected credentials', async () => {
    const { report } = await runAgainst(1, { secret_access_key: 'an0ther/secret' });
    expect(report.error?.code).toBe('AUTH_REJECTED');
  });
});
