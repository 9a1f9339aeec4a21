import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../../studio/demo/vendors/dataset/timeline.ts';
import { type RunningVeracode, startVeracode } from '../../../../../studio/demo/vendors/veracode/server.ts';
import { signatureOf } from '../../../../../studio/demo/vendors/veracode/signature.ts';
import { type Bend, call, read, signedCall } from '../../../../vendors/client.ts';

const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const secret = '00112233445566778899aabbccddeeff'.repeat(4);

// Computed with Python's hmac.
test.each([
  {
    id,
    secret,
    host: 'api.veracode.com',
    target: '/appsec/v1/applications',
    method: 'GET',
    ts: '1764000000000',
    nonce: '000102030405060708090a0b0c0d0e0f',
    signature: 'ca264848be51933a632dc5c2d13f8728eed246bf4140989cc8224b6d5bdbb70b',
  },
  {
    id: `vera01ei-${id}`,
    secret: `vera01es-${secret}`,
    host: 'api.veracode.eu',
    target: '/appsec/v1/applications?page=2&size=500&name=a%20b',
    method: 'GET',
    ts: '1764000000001',
    nonce: 'ffeeddccbbaa99887766554433221100',
    signature: 'd5a2c289411dd6accb28a62036cd59650fa59d83ac37946b73a3b22adfbfafb1',
  },
  {
    id,
    secret,
    host: '127.0.0.1:8080',
    target: '/appsec/v1/analytics/report',
    method: 'POST',
    ts: '1764000000002',
    nonce: '0f0e0d0c0b0a09080706050403020100',
    signature: '78da5990889f64b56aa5130939414893d6e4239f7d122e24dca718f17eb75337',
  },
  {
    id: id.toUpperCase(),
    secret,
    host: 'API.veracode.us',
    target: '/appsec/v1/applications/?page=1&size=50',
    method: 'get',
    ts: '1764000000003',
    nonce: 'abcdefabcdefabcdefabcdefabcdefab',
    signature: 'e2e6709bec07d50bb909e04aa18d6173b372bfb466c77a34950b4f1a3862c91e',
  },
])('signs $method $target of $host', ({ signature, ...known }) => {
  expect(signatureOf(known, known)).toBe(signature);
});

describe('a platform', () => {
  const target = '/appsec/v1/applications?size=2';
  let vendor: RunningVeracode;
  beforeAll(async () => {
    vendor = await startVeracode({ seed: 3, findings: 50, region: 'eu' });
  });
  afterAll(() => vendor.close());

  test('accepts a valid signature, with or without the port', async () => {
    expect((await signedCall(vendor, target)).status).toBe(200);
    expect((await signedCall(vendor, target, undefined, { signHost: '127.0.0.1' })).status).toBe(200);
  });

  test.each<[string, Bend]>([
    ['another id', { id: 'f'.repeat(32) }],
    ['another path', { signTarget: '/appsec/v1/applications' }],
    ['another host', { signHost: 'api.veracode.com' }],
    ['a time six minutes ago', { ts: Date.now() - 6 * MINUTE }],
    ['a time six minutes ahead', { ts: Date.now() + 6 * MINUTE }],
  ])('rejects %s', async (_what, bend) => {
    const answer = await signedCall(vendor, target, undefined, bend);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ http_code: 401, http_status: 'Unauthorized' });
    expect(answer.headers.get('x-conversation-id')).toBe(read(answer.body, 'message'));
  });

  test('rejects a reused nonce, and a request without a signature', async () => {
    const bend = { nonce: '00'.repeat(16) };
    expect((await signedCall(vendor, target, undefined, bend)).status).toBe(200);
    expect((await signedCall(vendor, target, undefined, bend)).status).toBe(401);
    expect((await call(vendor.origins[0] + target)).status).toBe(401);
  });
});
