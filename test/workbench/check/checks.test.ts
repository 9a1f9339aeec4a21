import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CheckOutcome,
  compileConnector,
  createPorts,
  type Manifest,
  runConnectionTest,
} from '../../../engine/index.ts';
import {
  startAppScan,
  startCheckmarx,
  startVendors,
  startVeracode,
  type Vendors,
} from '../../../studio/demo/vendors/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';

let vendors: Vendors;
let page: Server;
let pageUrl: string;

beforeAll(async () => {
  vendors = await startVendors({ seed: 3, findings: 60 });
  page = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome'),
  );
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  pageUrl = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
});

afterAll(async () => {
  page.close();
  await vendors.close();
});

type Settings = Readonly<Record<string, string | number | boolean>>;

async function checksOf(manifest: Manifest, settings: Settings, allowPrivate = true): Promise<readonly CheckOutcome[]> {
  const quick = { ...manifest, defaults: { ...manifest.defaults, retry: { attempts: 1 } } };
  const connector = await compileConnector(quick, { settings });
  const ports = createPorts({ allowPrivate });
  try {
    return (await runConnectionTest(connector, { ports, allowPrivate })).checks;
  } finally {
    await ports.close();
  }
}

const summary = (checks: readonly CheckOutcome[]) =>
  checks.map(({ id, status, code }) => `${id} ${status}${code ? ` ${code}` : ''}`);

const PASSED = [
  'network passed',
  'tls skipped TLS_NOT_USED',
  'authentication passed',
  'authorization passed',
  'data passed',
];

/** Returns the expected results of the five checks, where one fails with a code. */
const failing = (id: string, code: string) => {
  const at = PASSED.findIndex((line) => line.startsWith(`${id} `));
  const skipped = PASSED.slice(at + 1).map((line) => `${line.split(' ')[0]} skipped`);
  return [...PASSED.slice(0, at), `${id} failed ${code}`, ...skipped];
};

const HCL = 'hcl-appscan-dast';

describe('Test Connection', () => {
  test.each(['veracode-sast', 'veracode-dast', 'veracode-sca', 'checkmarx-one-dast', HCL] as const)(
    'passes for %s',
    async (id) => {
      expect(summary(await checksOf(readManifestFile(id), vendors[id].config.settings))).toEqual(PASSED);
    },
  );

  test.each([
    ['a wrong secret', HCL, { key_secret: 'wrong-secret' }, 'authentication', 'AUTH_REJECTED'],
    ['a wrong signature', 'veracode-sast', { api_key: '00'.repeat(64) }, 'authentication', 'AUTH_REJECTED'],
    ['a malformed secret', 'veracode-sast', { api_key: 'not hexadecimal' }, 'authentication', 'AUTH_SECRET_MALFORMED'],
    ['an unknown tenant', 'checkmarx-one-dast', { tenant_name: 'nobody' }, 'authentication', 'AUTH_RESPONSE_INVALID'],
    ['an unknown host', HCL, { domain_url: 'https://nowhere.invalid' }, 'network', 'HOST_UNKNOWN'],
    ['a port that nobody listens on', HCL, { domain_url: 'http://127.0.0.1:9' }, 'network', 'CONNECTION_REFUSED'],
  ] as const)('tells %s', async (_what, id, changed, check, code) => {
    const checks = await checksOf(readManifestFile(id), { ...vendors[id].config.settings, ...changed });
    expect(summary(checks).slice(0, 3).join()).toContain(code);
    const failed = checks.find(({ status }) => status === 'failed');
    expect([failed?.id, failed?.code]).toEqual([check, code]);
    const later = checks.slice(checks.findIndex(({ status }) => status === 'failed') + 1);
    expect(later.every(({ status, message }) => status === 'skipped' && message.includes(check))).toBe(true);
    expect(failed?.fix.length).toBeGreaterThan(20);
  });

  test('detects a login that responds with a web page', async () => {
    const settings = { ...vendors[HCL].config.settings, domain_url: pageUrl };
    expect(summary(await checksOf(readManifestFile(HCL), settings))).toEqual(
      failing('authentication', 'AUTH_RESPONSE_INVALID'),
    );
  });

  test('detects a web page instead of data', async () => {
    const manifest: Manifest = { ...readManifestFile(HCL), auth: { type: 'none' } };
    const settings = { ...vendors[HCL].config.settings, domain_url: pageUrl };
    expect(summary(await checksOf(manifest, settings))).toEqual(failing('data', 'BODY_NOT_JSON'));
  });

  test.each(['Apps', 'Issues'] as const)('reports missing permission for %s', async (what) => {
    const vendor = await startAppScan({ seed: 3, findings: 60, forbid: [what] });
    const checks = await checksOf(readManifestFile(HCL), vendor.config.settings);
    await vendor.close();
    expect(summary(checks)).toEqual(failing('authorization', 'PERMISSION_DENIED'));
  });

  test.each([
    ['veracode-sast', 'applications'],
    ['veracode-sast', 'report'],
    ['veracode-sca', 'applications'],
    ['veracode-sca', 'findings'],
  ] as const)('tells that the credentials of %s have no role for %s', async (id, api) => {
    const vendor = await startVeracode({ seed: 3, findings: 60, connector: id, forbid: [api] });
    const checks = await checksOf(readManifestFile(id), vendor.config.settings);
    await vendor.close();
    expect(summary(checks)).toEqual(failing('authorization', 'PERMISSION_DENIED'));
  });

  test.each(['environments', 'scans', 'results'] as const)(
    'reports missing permission of the key for %s',
    async (area) => {
      const vendor = await startCheckmarx({ seed: 3, findings: 60, forbid: [area] });
      const checks = await checksOf(readManifestFile('checkmarx-one-dast'), vendor.config.settings);
      await vendor.close();
      expect(summary(checks)).toEqual(failing('authorization', 'PERMISSION_DENIED'));
    },
  );

  test('an empty account passes', async () => {
    const vendor = await startAppScan({ seed: 3, findings: 0, applications: 0 });
    const checks = await checksOf(readManifestFile(HCL), vendor.config.settings);
    await vendor.close();
    expect(summary(checks)).toEqual(PASSED);
  });

  test('requests a report over only one day and does not wait for it', async () => {
    const vendor = await startVeracode({ seed: 3, findings: 60, connector: 'veracode-sast', reportPolls: 1000 });
    const checks = await checksOf(readManifestFile('veracode-sast'), vendor.config.settings);
    await vendor.close();
    expect(summary(checks)).toEqual(PASSED);
  });

  test('refuses private addresses unless they are allowed', async () => {
    const checks = await checksOf(readManifestFile(HCL), vendors[HCL].config.settings, false);
    expect(summary(checks)[0]).toBe('network failed EGRESS_BLOCKED');
  });
});
