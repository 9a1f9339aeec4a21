import { inventory } from '../api/inventory.ts';
import type { AssetItem } from '../api/types.generated.ts';
import { setQuery } from '../app/router.ts';
import { Chip } from '../components/chip.tsx';
import type { Column } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { splitWords } from '../components/words.ts';
import { Explorer } from '../inventory/explorer.tsx';
import { AssetDetailPanel } from './detail.tsx';
import { formatName, parseRecord } from './record.ts';

const RISK: Column<AssetItem> = {
  title: 'Risk',
  kind: 'number',
  sort: 'risk',
  cell: ({ risk }) => risk?.toFixed(1) ?? '—',
};
const NAME: Column<AssetItem> = {
  title: 'Name',
  kind: 'wide',
  sort: 'name',
  cell: (item) => (
    <button type="button" class="row-name" onClick={() => setQuery({ item: String(item.id) }, {})}>
      {formatName(parseRecord(item))}
    </button>
  ),
};
const TYPE: Column<AssetItem> = {
  title: 'Type',
  drop: 3,
  kind: 'narrow',
  sort: 'assetType',
  cell: (item) => <Chip>{splitWords(parseRecord(item).assetType ?? '—')}</Chip>,
};

const COLUMNS: readonly Column<AssetItem>[] = [
  RISK,
  NAME,
  TYPE,
  { title: 'Vendor', drop: 2, sort: 'source', cell: (item) => parseRecord(item).source ?? '—' },
  {
    title: 'Criticality',
    drop: 3,
    sort: 'criticality',
    cell: (item) => parseRecord(item).assetDetail?.criticality ?? '—',
  },
  {
    title: 'URL',
    drop: 1,
    kind: 'wide',
    cell: (item) => (
      <span class="row-place mono">{parseRecord(item).webAppUrl ?? parseRecord(item).repoUrl ?? ''}</span>
    ),
  },
  { title: 'Connection', drop: 1, cell: ({ connection }) => connection },
  { title: 'Last seen', drop: 2, kind: 'narrow', cell: ({ lastSeenOn }) => <Timestamp at={lastSeenOn} /> },
];

/** Screen `/assets?q=`: assets of all connections. */
export const Screen = () => (
  <Explorer
    entity="asset"
    list={inventory.assets}
    columns={COLUMNS}
    fewColumns={[RISK, NAME, TYPE]}
    detail={(id) => <AssetDetailPanel id={id} />}
  />
);
