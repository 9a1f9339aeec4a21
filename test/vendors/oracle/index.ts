import type { RunningAppScan } from '../appscan/server.ts';
import type { RunningCheckmarx } from '../checkmarx/server.ts';
import type { RunningVeracode } from '../veracode/server.ts';
import { checkmarxOneDast } from './checkmarx-one-dast.ts';
import { hclAppScanDast } from './hcl-appscan-dast.ts';
import type { Expected } from './records.ts';
import { veracodeFindings } from './veracode-findings.ts';
import { veracodeReport } from './veracode-report.ts';
import { veracodeSca } from './veracode-sca.ts';

export type { AssetRecord, Expected, FindingRecord, Rejected } from './records.ts';

/** The vendors that the oracle can speak about, by connector id. */
export interface OracleVendors {
  readonly 'veracode-sast': RunningVeracode;
  readonly 'veracode-dast': RunningVeracode;
  readonly 'veracode-sca': RunningVeracode;
  readonly 'checkmarx-one-dast': RunningCheckmarx;
  readonly 'hcl-appscan-dast': RunningAppScan;
}

/** The settings of a run that change what it must write; 18 months and reports when absent, as in the ready configs. */
export interface OracleRun {
  readonly source?: 'report' | 'findings';
  readonly historyMonths?: number;
}

type Oracle<V> = (vendor: V, run: OracleRun) => Expected;

const flaws =
  (kind: 'sast' | 'dast'): Oracle<RunningVeracode> =>
  ({ dataset, zone }, { source = 'report', historyMonths = 18 }) =>
    source === 'report' ? veracodeReport(dataset, kind, { zone, historyMonths }) : veracodeFindings(dataset, kind);

const ORACLES: { readonly [C in keyof OracleVendors]: Oracle<OracleVendors[C]> } = {
  'veracode-sast': flaws('sast'),
  'veracode-dast': flaws('dast'),
  'veracode-sca': ({ dataset }) => veracodeSca(dataset),
  'checkmarx-one-dast': ({ dataset }) => checkmarxOneDast(dataset),
  'hcl-appscan-dast': ({ dataset }) => hclAppScanDast(dataset),
};

/** What a full run of a connector against a simulated vendor must write, as the data is now. */
export const expectedRecords = <C extends keyof OracleVendors>(
  connector: C,
  vendor: OracleVendors[C],
  run: OracleRun = {},
): Expected => ORACLES[connector](vendor, run);
