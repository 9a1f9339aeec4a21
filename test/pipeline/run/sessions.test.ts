import { describe, expect, test } from 'vitest';
import type { Fault, VendorsOptions } from '../../../studio/demo/vendors/index.ts';
import type { SimulatedId } from '../../manifests/connectors.ts';
import { createFolder, readRecords } from './folder.ts';
import { type OneVendor, startVendor } from './one-vendor.ts';
import { runSync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

const MANY = { seed: 41, findings: 300, applications: 6 };
const LOGINS: Partial<Record<SimulatedId, RegExp>> = {
  'hcl-appscan-dast': /ApiKeyLogin/,
  'checkmarx-one-dast': /openid-connect\/token/,
};

const loginsOf = (connector: SimulatedId, vendor: OneVendor) => vendor.ledger.of(LOGINS[connector] ?? /^$/);

async function run(connector: SimulatedId, vendor: OneVendor) {
  const to = await createFolder();
  const settings = connector === 'hcl-appscan-dast' ? { page_size: 20 } : {};
  const report = await runSync({ connector, vendor, to, settings, concurrency: 4 });
  return { to, report };
}

async function expectAll(to: string, vendor: OneVendor): Promise<void> {
  expect(await readRecords(to, 'findings.ndjson')).toEqual([...vendor.expected().findings()]);
}

interface Case {
  readonly name: string;
  readonly connector: SimulatedId;
  readonly options?: Partial<VendorsOptions>;
  readonly fail?: readonly Fault[];
  readonly error?: string;
  readonly logins: (count: number) => boolean;
}

const once = (count: number) => count === 1;
const twice = (count: number) => count === 2;

const CASES: readonly Case[] = [
  { name: 'one login is enough', connector: 'hcl-appscan-dast', logins: once },
  { name: 'one token is enough', connector: 'checkmarx-one-dast', logins: once },
  {
    name: 'a token that expires after some requests is renewed each time',
    connector: 'hcl-appscan-dast',
    options: { appscan: { tokenUses: 9 } },
    logins: (count) => count > 2,
  },
  {
    name: 'a token with a lifetime shorter than the renewal margin is still used',
    connector: 'checkmarx-one-dast',
    options: { checkmarx: { tokenSeconds: 30 } },
    logins: once,
  },
  {
    name: 'one 401 triggers one login, for any number of concurrent requests',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /Issues/, status: 401 }],
    logins: twice,
  },
  {
    name: 'permanent 401 ends the run after one retry',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /Apps/, status: 401, times: 1000 }],
    error: 'AUTH_REJECTED',
    logins: twice,
  },
  {
    name: 'a login that fails temporarily is retried',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /ApiKeyLogin/, status: 503, times: 2 }],
    logins: (count) => count === 3,
  },
  {
    name: 'a token endpoint that is permanently down',
    connector: 'checkmarx-one-dast',
    fail: [{ match: /openid-connect/, status: 500, times: 1000 }],
    error: 'VENDOR_UNAVAILABLE',
    logins: (count) => count === 5,
  },
  {
    name: 'a login response that is truncated',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /ApiKeyLogin/, reset: true }],
    logins: twice,
  },
  {
    name: 'a rejected login is sent once',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /ApiKeyLogin/, status: 401, times: 1000 }],
    error: 'AUTH_REJECTED',
    logins: once,
  },
  {
    name: 'a login that returns a web page',
    connector: 'hcl-appscan-dast',
    fail: [{ match: /ApiKeyLogin/, status: 200, body: '<html>Sign in', headers: { 'content-type': 'text/html' } }],
    error: 'AUTH_RESPONSE_INVALID',
    logins: once,
  },
  {
    name: 'a token endpoint that returns no token',
    connector: 'checkmarx-one-dast',
    fail: [{ match: /openid-connect/, status: 200, body: '{"expires_in":300}' }],
    error: 'AUTH_RESPONSE_INVALID',
    logins: once,
  },
];

describe('sessions', () => {
  test.each(CASES)('$name ($connector)', async ({ connector, options, fail = [], error, logins }) => {
    const vendor = await startVendor(connector, { ...MANY, ...options, fail });
    const { to, report } = await run(connector, vendor);
    expect(report.error?.code).toBe(error);
    if (error === undefined) await expectAll(to, vendor);
    const loginCount = loginsOf(connector, vendor).length;
    expect(logins(loginCount), `${loginCount} logins`).toBe(true);
  });

  test('tokens that expire twice during a run', async () => {
    const vendor = await startVendor('hcl-appscan-dast', MANY);
    let pages = 0;
    const to = await createFolder();
    const report = await runSync({
      connector: 'hcl-appscan-dast',
      vendor,
      to,
      settings: { page_size: 20 },
      clock: createVirtualClock(),
      wrapHttp: (http) => ({
        send: (request, options) => {
          pages += 1;
          if (pages === 5 || pages === 15) vendor.control.expireTokens();
          return http.send(request, options);
        },
      }),
    });
    expect(report.error).toBeNull();
    await expectAll(to, vendor);
    expect(loginsOf('hcl-appscan-dast', vendor)).toHaveLength(3);
  });
});
