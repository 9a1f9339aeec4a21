import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { slidingWindow } from '../../../../../studio/demo/vendors/http/rate-limit.ts';
import { startAppScan, startVendors, startVeracode } from '../../../../../studio/demo/vendors/index.ts';
import { appScanLogin, bearerCall, call, read, signedCall } from '../../../../vendors/client.ts';

const APPLICATIONS = '/appsec/v1/applications';

test('a window slides, and returns the seconds to wait', () => {
  const full = slidingWindow({ limit: 2, windowMs: 10_000 });
  expect([0, 1000, 2000, 9_999, 10_001, 10_500, 11_001].map(full)).toEqual([
    undefined,
    undefined,
    8,
    1,
    undefined,
    1,
    undefined,
  ]);
});

test('excess requests are 429 with the seconds to wait', async () => {
  const vendor = await startVeracode({ seed: 1, findings: 10, rateLimit: { limit: 2, windowMs: 60_000 } });
  const states = [];
  for (let i = 0; i < 3; i++) states.push(await signedCall(vendor, APPLICATIONS));
  expect(states.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(states[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  vendor.control.advanceClock(60_000);
  expect((await signedCall(vendor, APPLICATIONS, undefined, { ts: Date.now() + 60_000 })).status).toBe(200);
  await vendor.close();
});

test('scripted faults replace the given number of matching responses', async () => {
  const fail = [{ match: /GET .*page=1/, times: 2, status: 503, headers: { 'retry-after': '7' }, body: 'down' }];
  const vendor = await startVeracode({ seed: 1, findings: 10, fail });
  const ask = async (page: number): Promise<number> =>
    (await signedCall(vendor, `${APPLICATIONS}?page=${page}&size=5`)).status;
  expect([await ask(0), await ask(1), await ask(1), await ask(1)]).toEqual([200, 503, 503, 200]);
  vendor.control.failNext({ reset: true });
  await expect(ask(0)).rejects.toThrow();
  expect(await ask(0)).toBe(200);
  await vendor.close();
});

test('the ledger contains every request with its headers and response status', async () => {
  const vendor = await startVeracode({ seed: 1, findings: 10 });
  await signedCall(vendor, `${APPLICATIONS}?page=0&size=5`);
  await call(vendor.origins[0] + APPLICATIONS);
  const [signed, bare] = vendor.ledger.entries;
  expect(signed).toMatchObject({
    method: 'GET',
    path: APPLICATIONS,
    query: { page: '0', size: '5' },
    status: 200,
    records: 5,
  });
  expect(signed?.headers.authorization).toMatch(/^VERACODE-HMAC-SHA-256 id=/);
  expect(bare).toMatchObject({ status: 401, records: 0 });
  expect(vendor.ledger.records()).toBe(5);
  vendor.ledger.clear();
  expect(vendor.ledger.entries).toEqual([]);
  await vendor.close();
});

const raw = (
  url: string,
  headers: Record<string, string>,
): Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });

test('large pages are chunked, and compressed if the client accepts it', async () => {
  const vendor = await startAppScan({ seed: 1, findings: 400, applications: 14 });
  const token = String(read((await appScanLogin(vendor)).body, 'Token'));
  const url = `${vendor.origins[0]}/api/v4/Issues/Application/${vendor.dataset.applications.idOf(0)}?$top=5000`;
  const plain = await raw(url, { authorization: `Bearer ${token}` });
  const packed = await raw(url, { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip, br' });
  expect(plain.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.body.length).toBeLessThan(plain.body.length / 3);
  expect(gunzipSync(packed.body)).toEqual(plain.body);
  await vendor.close();
});

test('five independent vendors start and stop', async () => {
  const vendors = await startVendors({ seed: 2, findings: 20, veracode: { region: 'eu' } });
  const origins = [
    vendors['veracode-sast'],
    vendors['veracode-dast'],
    vendors['veracode-sca'],
    vendors['checkmarx-one-dast'],
    vendors['hcl-appscan-dast'],
  ].flatMap((vendor) => vendor.origins);
  expect(new Set(origins).size).toBe(6);
  expect(vendors['veracode-sca'].config.settings).toMatchObject({
    api_id: expect.stringMatching(/^vera01ei-/),
    history_months: 18,
  });
  expect((await signedCall(vendors['veracode-sca'], APPLICATIONS)).status).toBe(200);
  expect(vendors['veracode-sast'].ledger.entries).toEqual([]);
  expect((await bearerCall(vendors['hcl-appscan-dast'], 'x')('/api/v4/Apps')).status).toBe(401);
  await vendors.close();
  await expect(call(String(origins[0]))).rejects.toThrow();
});
