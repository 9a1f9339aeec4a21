import { describe, expect, test } from 'vitest';
import type { Auth, AwsSigV4Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest, list, OTHER, readText, runManifest, SECRETS } from './auth-case.ts';
import type { Answer, Script } from './small-vendor.ts';
import { verifySigV4 } from './verify-sig-v4.ts';

/** Account of the simulated service, by access key ID. */
const SECRETS_OF: Readonly<Record<string, string>> = { AKIDLONGTERM: OTHER, ASIATEMPORARY: 'temp0rary/s3cret+key' };

const CREDENTIALS = {
  AccessKeyId: 'ASIATEMPORARY',
  SecretAccessKey: SECRETS_OF['ASIATEMPORARY'],
  SessionToken: 'FwoGZXIvYXdzEOz//////////wEaD+Token==',
};

const XML = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>
  <Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser><Credentials><AccessKeyId>${CREDENTIALS.AccessKeyId}</AccessKeyId>
  <SecretAccessKey>${CREDENTIALS.SecretAccessKey}</SecretAccessKey><SessionToken>${CREDENTIALS.SessionToken}</SessionToken>
  <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const JSON_ANSWER: Answer = {
  json: { AssumeRoleResponse: { AssumeRoleResult: { Credentials: { ...CREDENTIALS, Expiration: 32_472_144_000 } } } },
};

const auth = (more: Partial<AwsSigV4Auth> = {}): Auth => ({
  type: 'awsSigV4',
  accessKeyId: 'AKIDLONGTERM',
  secretAccessKey: '{{settings.second}}',
  region: '{{region}}',
  service: 'securityhub',
  ...more,
});

const role = {
  url: '{{settings.url}}/sts',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::1:role/r',
  externalId: 'x+1',
} as const;

/** Findings of two regions, each with its own pages by NextToken in a POST body. */
const findings = list({
  request: { method: 'POST', path: '/{{region}}/findings', json: { MaxResults: 1 }, repeatable: true },
  partitions: [{ values: ['us-east-1', 'eu-west-1'], as: 'region' }],
  records: 'Findings',
  paginator: { type: 'cursor', into: 'json', cursorParam: 'NextToken', from: 'body', cursor: 'NextToken' },
});

async function runAws(given: Auth, sts: Answer = JSON_ANSWER) {
  const seen: ReturnType<typeof verifySigV4>[] = [];
  const roles: URLSearchParams[] = [];
  const script: Script = async (target, request) => {
    const body = await readText(request);
    const check = verifySigV4(SECRETS_OF, target, request, body);
    seen.push(check);
    const hasToken = request.headers['x-amz-security-token'] === CREDENTIALS.SessionToken;
    if (!check.isValid || hasToken !== (check.id === 'ASIATEMPORARY'))
      return { status: 403, json: { __type: 'denied' } };
    if (target === 'POST /sts') {
      roles.push(new URLSearchParams(body));
      return sts;
    }
    if (!target.includes(`/${check.region}/`)) return { status: 403, json: { __type: 'SignatureDoesNotMatch' } };
    const { NextToken: token } = JSON.parse(body) as { NextToken?: string };
    const resources = [{ Id: 'a' }, { Id: 'b' }];
    const item = { id: `${check.region}-${token ?? '1'}`, Resources: resources };
    return { json: { Findings: [item], ...(token ? {} : { NextToken: '2' }) } };
  };
  const outcome = await runManifest(createManifest(given, findings), script, SECRETS);
  return { ...outcome, seen, roles };
}

const ALL = ['us-east-1-1', 'us-east-1-2', 'eu-west-1-1', 'eu-west-1-2'];

describe('AWS', () => {
  test('signed POSTs of two regions, paged by a token in the body', async () => {
    const { code, ids, seen } = await runAws(auth());
    expect([code, [...ids].sort()]).toEqual([undefined, [...ALL].sort()]);
    expect(new Set(seen.map(({ id, service }) => `${id} ${service}`))).toEqual(new Set(['AKIDLONGTERM securityhub']));
  });

  test.each([
    ['JSON', JSON_ANSWER],
    ['XML', { text: XML, headers: { 'content-type': 'text/xml' } }],
  ])('an assumed role signs the requests; its credentials come as %s', async (_name, sts) => {
    const { code, ids, seen, roles } = await runAws(auth({ assumeRole: role }), sts);
    expect([code, [...ids].sort()]).toEqual([undefined, [...ALL].sort()]);
    expect(seen.map(({ id, service }) => `${id} ${service}`)).toEqual([
      'AKIDLONGTERM sts',
      ...ALL.map(() => 'ASIATEMPORARY securityhub'),
    ]);
    expect(roles.map((form) => Object.fromEntries(form))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: role.roleArn,
        RoleSessionName: 'mapwright',
        DurationSeconds: '3600',
        ExternalId: 'x+1',
      },
    ]);
  });

  test('a role that may not be assumed', async () => {
    const { code } = await runAws(auth({ assumeRole: role }), {
      status: 403,
      json: { Error: { Code: 'AccessDenied' } },
    });
    expect(code).toBe('AUTH_REJECTED');
  });

  test('a response without credentials', async () => {
    const { report } = await runAws(auth({ assumeRole: role }), { json: {} });
    expect([report.error?.code, report.error?.message]).toEqual([
      'AUTH_RESPONSE_INVALID',
      expect.stringContaining('AccessKeyId is missing'),
    ]);
  });
});
