import { etmDocument } from '../../base/format/lines.ts';
import { ocsfLines } from '../../base/format/ocsf/index.ts';
import type { GroupedFormat } from './grouped.ts';

/** `etm:<dir>`: one document per asset, with its fields and `findingGroup.findings[]`. */
export const ETM: GroupedFormat = { name: 'etm', format: (asset, findings) => etmDocument(asset, findings) };

/** `ocsf:<dir>`: one event per finding, which describes its asset too. Assets without findings have no event. */
export const OCSF: GroupedFormat = {
  name: 'ocsf',
  format: (asset, findings, { startedAt }) => ocsfLines(asset, findings, Date.parse(startedAt)),
};
