import type { AssetItem } from '../api/types.generated.ts';

/** Fields of an asset record that the screens use. The full schema is schemas/asset.schema.json. */
export interface AssetRecord {
  readonly externalAssetId?: string;
  readonly assetType?: string;
  readonly source?: string;
  readonly webAppUrl?: string;
  readonly webAppName?: string;
  readonly repoUrl?: string;
  readonly ipAddresses?: readonly string[];
  readonly fqdn?: string;
  readonly macAddress?: string;
  readonly operatingSystem?: string;
  readonly custom?: Readonly<Record<string, unknown>>;
  readonly assetDetail?: {
    readonly name?: string;
    readonly criticality?: string;
    readonly businessUnit?: string;
    readonly owners?: readonly string[];
    readonly tags?: readonly string[];
  };
}

export const parseRecord = ({ record }: Pick<AssetItem, 'record'>): AssetRecord => record as AssetRecord;

export const formatName = ({ assetDetail, webAppName, externalAssetId }: AssetRecord): string =>
  assetDetail?.name ?? webAppName ?? externalAssetId ?? 'Asset';
