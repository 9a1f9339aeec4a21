/**
 * Veracode applications → assets. `GET /appsec/v1/applications`, in list order. Every application is an asset; for veracode-dast,
 * every application with a dynamic scan.
 *
 * | target | veracode-sast | veracode-dast | veracode-sca |
 * | --- | --- | --- | --- |
 * | externalAssetId | `guid` | `guid` | `id` |
 * | assetType | `CODE_REPO` | `WEB_APPLICATION` | `CODE_REPO` |
 * | source | `Veracode` | `Veracode` | `Veracode` |
 * | vendorAssetId | `id` | `id` | `oid` |
 * | assetDetail.name | `profile.name` | the same | the same |
 * | assetDetail.description | `profile.description`, plain text | the same | the same |
 * | assetDetail.criticality | `profile.business_criticality`, verbatim (`VERY_HIGH`) | the same | the same |
 * | assetDetail.businessUnit | `profile.business_unit.name`, verbatim, unless `Not Specified` | the same | the same |
 * | assetDetail.owners | `profile.business_owners[]`: `email`, else `name` | the same | the same |
 * | assetDetail.tags | `profile.tags` split at commas, trimmed, empty ones dropped | the same | the same |
 * | assetDetail.createdOn | `created` | the same | the same |
 * | assetDetail.lastUpdatedOn | `modified` | the same | the same |
 * | assetDetail.lastScannedOn | `last_completed_scan_date` | the same | the same |
 * | repoUrl | `profile.git_repo_url` | – | `profile.git_repo_url` |
 * | webAppName | – | `profile.name` | – |
 * | webAppUrl | – | the origin of `finding_details.url` of the first dynamic finding | – |
 */

import type { Items } from '../../studio/demo/vendors/dataset/list.ts';
import type { VeracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import { type AssetDetail, type AssetRecord, present } from './records.ts';
import { parseItem, plain, said, time } from './values.ts';

/** Members of an application that the tables use. */
interface Application {
  id: number | string;
  oid: number;
  guid: string;
  created: string;
  modified: string;
  last_completed_scan_date: string | null;
  profile: {
    name: string;
    description: string | null;
    tags: string | null;
    business_criticality: string;
    business_unit: { name: string } | null;
    business_owners: { name: string; email: string | null }[];
    git_repo_url?: string | null;
  };
}

export type VeracodeKind = 'sast' | 'dast' | 'sca';

/** Yields the assets of one of the three connectors. */
export function* veracodeAssets(
  { applications, dynamic, options }: VeracodeDataset,
  kind: VeracodeKind,
): Generator<AssetRecord> {
  for (let i = 0; i < applications.count; i++) {
    if (kind === 'dast' && !applications.isScanned(i)) continue;
    const asset = assetOf(parseItem<Application>(applications.json(i), options.hugeIds === true), kind);
    yield present<AssetRecord>({ ...asset, webAppUrl: kind === 'dast' ? addressOf(dynamic.findings(i)) : undefined });
  }
}

const assetOf = (app: Application, kind: VeracodeKind): AssetRecord => {
  const { profile } = app;
  return present<AssetRecord>({
    externalAssetId: kind === 'sca' ? String(app.id) : app.guid,
    assetType: kind === 'dast' ? 'WEB_APPLICATION' : 'CODE_REPO',
    source: 'Veracode',
    vendorAssetId: String(kind === 'sca' ? app.oid : app.id),
    assetDetail: detailOf(app),
    repoUrl: kind === 'dast' ? undefined : said(profile.git_repo_url),
    webAppName: kind === 'dast' ? profile.name : undefined,
  });
};

/** Returns the origin of the first dynamic finding that has a URL. */
function addressOf(findings: Items): string | undefined {
  for (let i = 0; i < findings.count; i++) {
    const { url } = (JSON.parse(findings.json(i)) as { finding_details: { url: string | null } }).finding_details;
    if (url) return new URL(url).origin;
  }
  return undefined;
}

const detailOf = ({ profile, created, modified, last_completed_scan_date }: Application): AssetDetail =>
  present<AssetDetail>({
    name: profile.name,
    description: plain(profile.description),
    criticality: said(profile.business_criticality),
    businessUnit: profile.business_unit?.name === 'Not Specified' ? undefined : said(profile.business_unit?.name),
    owners: some(profile.business_owners.map(({ name, email }) => email || name)),
    tags: some((profile.tags ?? '').split(',').map((tag) => tag.trim())),
    createdOn: time(created),
    lastUpdatedOn: time(modified),
    lastScannedOn: time(last_completed_scan_date),
  });

const some = (texts: string[]): string[] | undefined => {
  const kept = texts.filter((text) => text !== '');
  return kept.length === 0 ? undefined : kept;
};
