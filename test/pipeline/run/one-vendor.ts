import { onTestFinished } from 'vitest';
import {
  startAppScan,
  startCheckmarx,
  startVeracode,
  type Vendor,
  type VendorsOptions,
} from '../../../studio/demo/vendors/index.ts';
import type { SimulatedId } from '../../manifests/connectors.ts';
import { type Expected, expectedRecords, type OracleRun } from '../../oracle/index.ts';

/** Vendor of a connector, with the expected output of a full run. */
export interface OneVendor extends Vendor {
  expected(run?: OracleRun): Expected;
}

const STARTS: { readonly [C in SimulatedId]: (options: VendorsOptions) => Promise<OneVendor> } = {
  'veracode-sast': (options) => veracode('veracode-sast', options),
  'veracode-dast': (options) => veracode('veracode-dast', options),
  'veracode-sca': (options) => veracode('veracode-sca', options),
  'checkmarx-one-dast': async ({ checkmarx, ...options }) => {
    const vendor = await startCheckmarx({ ...options, ...checkmarx });
    return { ...vendor, expected: () => expectedRecords('checkmarx-one-dast', vendor) };
  },
  'hcl-appscan-dast': async ({ appscan, ...options }) => {
    const vendor = await startAppScan({ ...options, ...appscan });
    return { ...vendor, expected: () => expectedRecords('hcl-appscan-dast', vendor) };
  },
};

async function veracode(
  connector: 'veracode-sast' | 'veracode-dast' | 'veracode-sca',
  { veracode: own, ...options }: VendorsOptions,
): Promise<OneVendor> {
  const vendor = await startVeracode({ ...options, ...own, connector });
  return { ...vendor, expected: (run = {}) => expectedRecords(connector, vendor, run) };
}

/** Starts the vendor of one connector; it stops with the test. */
export async function startVendor(connector: SimulatedId, options: VendorsOptions): Promise<OneVendor> {
  const vendor = await STARTS[connector](options);
  onTestFinished(() => vendor.close());
  return vendor;
}
