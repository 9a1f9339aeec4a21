/**
 * Checkmarx One DAST → assets and findings. Environments in list order (no `sort`, or `sort=created:asc`: the same here).
 * Findings: the results of the newest scan (by `created`) whose `lastStatus` is finished (`Completed`, `Finished`, `Finished@…`), in list order
 * (no `sort_by`, or `sort_by=severity:desc`: the same here); none when that scan has `hasResults` false.
 * Running, failed and cancelled scans are ignored, even if they have results.
 *
 * | asset target | source (environment) |
 * | --- | --- |
 * | externalAssetId | `environmentId` |
 * | assetType, source | `WEB_APPLICATION`, `Checkmarx` |
 * | assetDetail.name, webAppName | `domain` |
 * | webAppUrl | `url` |
 * | assetDetail.owners | `[creator]` |
 * | assetDetail.tags | `tags` |
 * | assetDetail.createdOn | `created` |
 * | assetDetail.lastScannedOn | `lastScanTime` |
 * | all else | absent |
 *
 * | finding target | source (result; scan; environment) |
 * | --- | --- |
 * | externalFindingId | `<environmentId>:<id>` |
 * | externalAssetId | environment `environmentId` |
 * | vendorProductName | `CheckmarxOne DAST` |
 * | name | `name` |
 * | severity | `INFO` 1, `LOW` 2, `MEDIUM` 3, `HIGH` 4, `CRITICAL` 5 |
 * | findingStatus | `state` `Not Exploitable` → `IGNORED` (not `Proposed Not Exploitable`); else `status` `New` → `NEW`, `Recurrent` → `ACTIVE` |
 * | description, solution | `description`, `solution`, plain text |
 * | firstFoundOn | scan `created`, if `status` is `New` |
 * | lastFoundOn | scan `updateTime` |
 * | findingType.vulnerability.cweId | `cwe_id` (text; `-1` is none) |
 * | url, method | `url`, `method`, verbatim |
 * | all else | absent (`path` is part of `url`) |
 */
import type { CheckmarxDataset } from '../../studio/demo/vendors/dataset/checkmarx.ts';
import type { Scan } from '../../studio/demo/vendors/dataset/checkmarx-scans.ts';
import {
  type AssetDetail,
  type AssetRecord,
  type Expected,
  expectedOf,
  type FindingRecord,
  type Outcome,
  present,
  unknownValue,
} from './records.ts';
import { cwe, parseItem, plain, said, time, vulnerability } from './values.ts';

interface Environment {
  environmentId: string;
  domain: string;
  url: string;
  creator: string;
  tags: string[] | null;
  created: string;
  lastScanTime: string;
}

interface Result {
  id: string;
  severity: string;
  state: string;
  status: string;
  name: string;
  description: string;
  solution: string;
  url: string;
  method: string;
  cwe_id: string;
}

const SEVERITY: Readonly<Record<string, number>> = { INFO: 1, LOW: 2, MEDIUM: 3, HIGH: 4, CRITICAL: 5 };
const STATUS: Readonly<Record<string, string>> = { New: 'NEW', Recurrent: 'ACTIVE' };

/** Returns the expected output of checkmarx-one-dast. */
export const checkmarxOneDast = (dataset: CheckmarxDataset): Expected => {
  const { environments, scans, results } = dataset;

  function* assets(): Generator<AssetRecord> {
    for (let e = 0; e < environments.count; e++) yield assetOf(parseItem<Environment>(environments.json(e), false));
  }

  function* outcomes(): Generator<Outcome> {
    for (let e = 0; e < environments.count; e++) {
      const newest = scans.of(e).find(({ status }) => /^(Completed|Finished)(@|$)/.test(status));
      if (newest === undefined || !newest.hasResults) continue;
      const list = results.of(newest);
      for (let i = 0; i < list.count; i++)
        yield outcomeOf(parseItem<Result>(list.json(i), false), newest, environments.idOf(e));
    }
  }

  return expectedOf(assets, outcomes);
};

const assetOf = (environment: Environment): AssetRecord =>
  present<AssetRecord>({
    externalAssetId: environment.environmentId,
    assetType: 'WEB_APPLICATION',
    source: 'Checkmarx',
    assetDetail: present<AssetDetail>({
      name: environment.domain,
      owners: environment.creator ? [environment.creator] : undefined,
      tags: environment.tags && environment.tags.length > 0 ? environment.tags : undefined,
      createdOn: time(environment.created),
      lastScannedOn: time(environment.lastScanTime),
    }),
    webAppName: environment.domain,
    webAppUrl: said(environment.url),
  });

const outcomeOf = (result: Result, scan: Scan, environmentId: string): Outcome => {
  const severity = SEVERITY[result.severity];
  if (severity === undefined) return unknownValue('severity', result.severity, result);
  const findingStatus = result.state === 'Not Exploitable' ? 'IGNORED' : STATUS[result.status];
  if (findingStatus === undefined) return unknownValue('status', result.status, result);
  const record = present<FindingRecord>({
    externalFindingId: `${environmentId}:${result.id}`,
    externalAssetId: environmentId,
    vendorProductName: 'CheckmarxOne DAST',
    name: result.name,
    severity,
    findingStatus,
    description: plain(result.description),
    solution: plain(result.solution),
    firstFoundOn: result.status === 'New' ? time(scan.created) : undefined,
    lastFoundOn: time(scan.updated),
    findingType: vulnerability({ cweId: cwe(result.cwe_id) }),
    url: said(result.url),
    method: said(result.method),
  });
  return { record };
};
