import type { FindingItem } from '../api/types.generated.ts';

/** The parts of a finding's record that a screen names; see schemas/finding.schema.json for all of it. */
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
  readonly component?: { readonly name?: string; readonly version?: string };
  readonly findingType?: {
    readonly vulnerability?: {
      readonly cveId?: string;
      readonly cweId?: string;
      readonly cvss?: { readonly cvss3Base?: number };
    };
  };
}

export const parseRecord = ({ record }: FindingItem): FindingRecord => record as FindingRecord;

/** Where in the asset it is. */
export const formatLocation = ({ url, file, line, component }: FindingRecord): string => {
  if (component?.name) return `${component.name} ${component.version ?? ''}`.trim();
  if (file) return line === undefined ? file : `${file}:${line}`;
  return url ?? '';
};
