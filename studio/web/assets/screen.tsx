import { inventory } from '../api/inventory.ts';
import type { AssetItem } from '../api/types.generated.ts';
import { setQuery } from '../app/router.ts';
import { Chip } from '../components/chip.tsx';
import type { Column } from '../components/table.tsx';
import { When } from '../components/when.tsx';
import { Explorer } from '../inventory/explorer.tsx';
import { words } from '../wizard/words.ts';
import { AssetDetail } from './detail.tsx';
import { nameOf, recordOf } from './record.ts';

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
      {nameOf(recordOf(item))}
    </button>
  ),
};
const TYPE: Column<AssetItem> = {
  title: 'Type',
  kind: 'narrow',
  sort: 'assetType',
  cell: (item) => <Chip>{words(recordOf(item).assetType ?? '—')}</Chip>,
};

const COLUMNS: readonly Column<AssetItem>[] = [
  RISK,
  NAME,
  TYPE,
  { title: 'Vendor', sort: 'source', cell: (item) => recordOf(item).source ?? '—' },
  { title: 'Criticality', sort: 'criticality', cell: (item) => recordOf(item).assetDetail?.criticality ?? '—' },
  {
    title: 'Address',
    kind: 'wide',
    cell: (item) => <span class="row-place mono">{recordOf(item).webAppUrl ?? recordOf(item).repoUrl ?? ''}</span>,
  },
  { title: 'Connection', cell: ({ connection }) => connection },
  { title: 'Last seen', kind: 'narrow', cell: ({ lastSeenOn }) => <When at={lastSeenOn} /> },
];

/** `/assets?q=`: what the vendors look after, each thing once. */
export const Screen = () => (
  <Explorer
    entity="asset"
    list={inventory.assets}
    columns={COLUMNS}
    fewColumns={[RISK, NAME, TYPE]}
    detail={(id) => <AssetDetail id={id} />}
  />
);
