/**
 * Veracode report rows → findings (`source: report`, the default of veracode-sast and veracode-dast).
 * The rows of all windows, oldest window first, as the report lists them (by `last_updated_date`, ascending);
 * rows updated before `now` minus `history_months` are excluded. The `app_id` of a row is the `id` of its application.
 *
 * | target | source |
 * | --- | --- |
 * | externalFindingId | `<application guid>:<finding_id>` |
 * | externalAssetId | application `guid` |
 * | vendorProductName | `Veracode Static Analysis`, `Veracode DAST` |
 * | name | `flaw_name` |
 * | severity | `severity`: 0, 1 → 1; 2 to 5 unchanged |
 * | findingStatus | `resolution` and `resolution_status` as in veracode-findings.ts; `Open` → `NEW` if `found_date` is `last_found_date`, else `ACTIVE`; `Closed` → `FIXED` |
 * | description | `description`, plain text (no base64 in reports) |
 * | firstFoundOn, lastFoundOn, fixedOn | `found_date`, `last_found_date`, `fixed_date`, in the report's zone |
 * | findingType.vulnerability.cweId | `cwe_id` |
 * | file | `filename`, of static rows |
 * | all else | absent |
 */
import { DAY, monthsBefore } from '../../studio/demo/vendors/dataset/timeline.ts';
import type { VeracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import { zoneText } from '../../studio/demo/vendors/dataset/zone-text.ts';
import { localTime } from './local-time.ts';
import { type Expected, expectedOf, type FindingRecord, type Outcome, present, unknownValue } from './records.ts';
import { cwe, parseItem, plain, said, vulnerability } from './values.ts';
import { veracodeAssets } from './veracode-assets.ts';
import { veracodeSeverity, veracodeStatus } from './veracode-state.ts';

interface Row {
  app_id: number | string;
  finding_id: number | string;
  flaw_name: string;
  cwe_id: number | null;
  severity: number;
  status: string;
  resolution: string;
  resolution_status: string;
  found_date: string;
  last_found_date: string | null;
  fixed_date: string | null;
  filename: string | null;
  description: string | null;
}

/** Options that select the rows of a run and the zone of their times. */
export interface ReportRun {
  readonly zone: string;
  readonly historyMonths?: number;
}

/** Returns the expected findings of veracode-sast or veracode-dast from reports. */
export const veracodeReport = (dataset: VeracodeDataset, kind: 'sast' | 'dast', run: ReportRun): Expected => {
  const { now, hugeIds = false } = dataset.options;
  const guids = new Map<string, string>();
  for (let i = 0; i < dataset.applications.count; i++) {
    const { id, guid } = dataset.applications.at(i);
    guids.set(id, guid);
  }
  const read = localTime(run.zone);
  const product = kind === 'sast' ? 'Veracode Static Analysis' : 'Veracode DAST';

  const outcome = (row: Row): Outcome => {
    const guid = guids.get(String(row.app_id));
    if (guid === undefined) return unknownValue('parent', row.app_id, row);
    const severity = veracodeSeverity(row.severity);
    if (severity === undefined) return unknownValue('severity', row.severity, row);
    const findingStatus = veracodeStatus({
      first_found_date: row.found_date,
      last_seen_date: row.last_found_date ?? '',
      status: row.status.toUpperCase(),
      resolution: row.resolution,
      resolution_status: row.resolution_status,
      new: false,
    });
    if (findingStatus === undefined) return unknownValue('status', row.status, row);
    const record = present<FindingRecord>({
      externalFindingId: `${guid}:${row.finding_id}`,
      externalAssetId: guid,
      vendorProductName: product,
      name: row.flaw_name,
      severity,
      findingStatus,
      description: plain(row.description),
      firstFoundOn: read(row.found_date),
      lastFoundOn: read(row.last_found_date),
      fixedOn: read(row.fixed_date),
      findingType: vulnerability({ cweId: cwe(row.cwe_id) }),
      file: kind === 'sast' ? said(row.filename) : undefined,
    });
    return { record };
  };

  function* outcomes(): Generator<Outcome> {
    const flaws = kind === 'sast' ? dataset.static : dataset.dynamic;
    // Six months are 179 days, so that one report of 180 days covers them and the day after the run.
    const { historyMonths = 6 } = run;
    const from = historyMonths === 6 ? now - 179 * DAY : monthsBefore(now, historyMonths);
    const rows = flaws.rows(from, Number.POSITIVE_INFINITY, zoneText(run.zone, now).format);
    for (let i = 0; i < rows.count; i++) yield outcome(parseItem<Row>(rows.json(i), hugeIds));
  }

  return expectedOf(() => veracodeAssets(dataset, kind), outcomes);
};
