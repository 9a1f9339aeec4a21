import type { FindingItem } from '../api/types.generated.ts';

/** Fields of a finding record that the screens use. The full schema is schemas/finding.schema.json. */
export interface FindingRecord {
  readonly name?: string;
  readonly severity?: number;
  readonly findingStatus?: string;
  readonly vendorProductName?: string;
  readonly firstFoundOn?: string;
  readonly lastFoundOn?: string;
  readonly fixedOn?: string;
  readonly url?: string;
  readonly file?: string;
  readonly line?: number;
  readonly externalFindingId?: string;
  readonly description?: string;
  readonly solution?: string;
  readonly custom?: Readonly<Record<string, unknown>>;
  readonly component?: { readonly name?: string; readonly version?: string };
  readonly findingType?: {
    readonly vulnerability?: {
      readonly cveId?: string;
      readonly cweId?: string;
      readonly cveIds?: readonly string[];
      readonly cweIds?: readonly string[];
      readonly cvss?: { readonly cvss3Base?: number };
    };
  };
}

export const parseRecord = ({ record }: FindingItem): FindingRecord => record as FindingRecord;

/** Formats the location within the asset: component and version, file and line, or URL. */
export const formatLocation = ({ url, file, line, component }: FindingRecord): string => {
  if (component?.name) return `${component.name} ${component.version ?? ''}`.trim();
  if (file) return line === undefined ? file : `${file}:${line}`;
  return url ?? '';
};

/** Formats the single ID and the list of a finding, each ID once; undefined without any. */
export const formatIds = (id: string | undefined, ids: readonly string[] = []): string | undefined =>
  [...new Set(id === undefined ? ids : [id, ...ids])].join(', ') || undefined;
