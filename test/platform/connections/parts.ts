import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { loadConnector } from '../../../engine/cli/load-connector.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import type { ConnectionDraft, Platform } from '../../../engine/platform/connections/index.ts';
import { parseKeyring } from '../../../engine/platform/connections/index.ts';
import type { CheckOptions } from '../../../engine/workbench/check/index.ts';
import { startVendors, type Vendors } from '../../../studio/demo/vendors/index.ts';

export const CONNECTOR = 'hcl-appscan-dast';
export const NOON = Date.parse('2026-06-01T12:00:00Z');

/** Creates a platform on a store, with a key and a clock that a test controls. */
export function createTestPlatform(store: Store): Platform & { at: number } {
  const platform = {
    store,
    keyring: parseKeyring(randomBytes(32).toString('base64'), 'the test'),
    manifestOf: async (connector: string) => (await loadConnector(connector)).manifest,
    at: NOON,
    clock: { now: (): number => platform.at },
    random: { bytes: (count: number) => new Uint8Array(randomBytes(count)) },
    actor: 'test',
  };
  return platform;
}

/** Connection to an unreachable vendor unless settings override it. */
export const createDraft = (changes: Partial<ConnectionDraft> = {}): ConnectionDraft => ({
  name: 'one',
  description: '',
  connector: CONNECTOR,
  settings: { domain_url: 'https://vendor.example', key_id: 'the-id', key_secret: 'the-secret-of-it' },
  select: {},
  filters: {},
  maps: {},
  schedule: { type: 'interval', every: 6, unit: 'hours', start: '2026-01-01', zone: 'UTC' },
  manualOnly: false,
  active: true,
  preserveAbsent: false,
  ...changes,
});

/** Simulated vendors, which stop with the test. */
export async function startTestVendors(): Promise<Vendors> {
  const started = await startVendors({ seed: 5, findings: 20 });
  onTestFinished(() => started.close());
  return started;
}

/** Creates an HTTP client for vendors on loopback; it closes with the test. */
export function createCheckOptions(): CheckOptions {
  const ports = createPorts({ allowPrivate: true });
  onTestFinished(() => ports.close());
  return { ports, allowPrivate: true };
}

/** Returns the code of a promise's rejection. */
export const catchCode = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => `no error: ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
