import { type RunningAppScan, startAppScan } from './appscan/server.ts';
import { type RunningCheckmarx, startCheckmarx } from './checkmarx/server.ts';
import type { VendorOptions } from './http/vendor.ts';
import {
  type RunningVeracode,
  startVeracode,
  type VeracodeConnector,
  type VeracodeOptions,
} from './veracode/server.ts';

export { type RunningAppScan, startAppScan } from './appscan/server.ts';
export { type RunningCheckmarx, startCheckmarx } from './checkmarx/server.ts';
export type { Fault } from './http/faults.ts';

export type { Vendor } from './http/vendor.ts';
export { type RunningVeracode, startVeracode, type VeracodeOptions } from './veracode/server.ts';

/** Simulated vendors by connector id, each with its own server. */
export interface RunningVendors {
  readonly 'veracode-sast': RunningVeracode;
  readonly 'veracode-dast': RunningVeracode;
  readonly 'veracode-sca': RunningVeracode;
  readonly 'checkmarx-one-dast': RunningCheckmarx;
  readonly 'hcl-appscan-dast': RunningAppScan;
}

/** Running vendors with a function that stops all of them. */
export interface Vendors extends RunningVendors {
  close(): Promise<void>;
}

/** Options of all vendors, with additional options per vendor. */
export interface VendorsOptions extends VendorOptions {
  readonly veracode?: Omit<VeracodeOptions, keyof VendorOptions | 'connector'>;
  readonly checkmarx?: Omit<Parameters<typeof startCheckmarx>[0], keyof VendorOptions>;
  readonly appscan?: Omit<Parameters<typeof startAppScan>[0], keyof VendorOptions>;
}

/** Starts a vendor for each of the five connectors on separate loopback ports. */
export const startVendors = async (options: VendorsOptions): Promise<Vendors> => {
  const { veracode, checkmarx, appscan, ...shared } = options;
  const all = { ...shared, now: shared.now ?? Date.now() };
  const platform = (connector: VeracodeConnector) => startVeracode({ ...all, ...veracode, connector });
  const vendors = {
    'veracode-sast': await platform('veracode-sast'),
    'veracode-dast': await platform('veracode-dast'),
    'veracode-sca': await platform('veracode-sca'),
    'checkmarx-one-dast': await startCheckmarx({ ...all, ...checkmarx }),
    'hcl-appscan-dast': await startAppScan({ ...all, ...appscan }),
  };
  return {
    ...vendors,
    close: async () => {
      await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
    },
  };
};
