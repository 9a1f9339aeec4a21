import type { RunningVendors } from '../../studio/demo/vendors/index.ts';
import type { RunningVeracode } from '../../studio/demo/vendors/veracode/server.ts';
import { checkmarxOneDast } from './checkmarx-one-dast.ts';
import { hclAppScanDast } from './hcl-appscan-dast.ts';
import type { Expected } from './records.ts';
import { veracodeFindings } from './veracode-findings.ts';
import { veracodeReport } from './veracode-report.ts';
import { veracodeSca } from './veracode-sca.ts';

export type { AssetRecord, Expected, FindingRecord, Rejected } from './records.ts';

/** Settings that affect the expected output; 18 months and reports by default, as in the generated configs. */
export interface OracleRun {
  readonly source?: 'report' | 'findings';
  readonly historyMonths?: number;
}

type Oracle<V> = (vendor: V, run: OracleRun) => Expected;

const flaws =
  (kind: 'sast' | 'dast'): Oracle<RunningVeracode> =>
  ({ dataset, zone }, { source = 'report', historyMonths = 18 }) =>
    source === 'report' ? veracodeReport(dataset, kind, { zone, historyMonths }) : veracodeFindings(dataset, kind);

const ORACLES: { readonly [C in keyof RunningVendors]: Oracle<RunningVendors[C]> } = {
  'veracode-sast': flaws('sast'),
  'veracode-dast': flaws('dast'),
  'veracode-sca': ({ dataset }) => veracodeSca(dataset),
  'checkmarx-one-dast': ({ dataset }) => checkmarxOneDast(dataset),
  'hcl-appscan-dast': ({ dataset }) => hclAppScanDast(dataset),
};

/** Returns the expected output of a full run against a simulated vendor with its current data. */
export const expectedRecords = <C extends keyof RunningVendors>(
  connector: C,
  vendor: RunningVendors[C],
  run: OracleRun = {},
): Expected => ORACLES[connector](vendor, run);
