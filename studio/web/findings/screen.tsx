import { inventory } from '../api/inventory.ts';
import type { FindingItem } from '../api/types.generated.ts';
import { setQuery } from '../app/router.ts';
import { Severity } from '../components/severity.tsx';
import type { Column } from '../components/table.tsx';
import { When } from '../components/when.tsx';
import { Explorer } from '../inventory/explorer.tsx';
import { FindingDetail } from './detail.tsx';
import { placeOf, recordOf } from './record.ts';
import { Status } from './status.tsx';
import { WeeksChart } from './weeks-chart.tsx';

const Name = ({ item }: { readonly item: FindingItem }) => (
  <button type="button" class="row-name" onClick={() => setQuery({ item: String(item.id) }, {})}>
    {recordOf(item).name ?? '—'}
  </button>
);

const NAME: Column<FindingItem> = { title: 'Name', kind: 'wide', sort: 'name', cell: (item) => <Name item={item} /> };
const SEVERITY: Column<FindingItem> = {
  title: 'Severity',
  kind: 'narrow',
  sort: 'severity',
  cell: (item) => <Severity value={recordOf(item).severity} />,
};
const STATUS: Column<FindingItem> = {
  title: 'Status',
  kind: 'narrow',
  sort: 'status',
  cell: (item) => <Status status={recordOf(item).findingStatus} />,
};
const RISK: Column<FindingItem> = {
  title: 'Risk',
  kind: 'number',
  sort: 'risk',
  cell: ({ risk }) => risk?.toFixed(1) ?? '—',
};

const COLUMNS: readonly Column<FindingItem>[] = [
  RISK,
  SEVERITY,
  NAME,
  STATUS,
  { title: 'Asset', cell: ({ asset }) => asset?.name ?? <span class="muted">—</span> },
  {
    title: 'Place',
    cell: (item) => (
      <span class="row-place mono" title={placeOf(recordOf(item))}>
        {placeOf(recordOf(item))}
      </span>
    ),
  },
  {
    title: 'Product',
    kind: 'narrow',
    sort: 'vendorProductName',
    cell: (item) => recordOf(item).vendorProductName ?? '—',
  },
  {
    title: 'First found',
    kind: 'narrow',
    sort: 'firstFoundOn',
    cell: (item) => <When at={recordOf(item).firstFoundOn} />,
  },
];

/** `/findings?q=`: what the vendors found, all of them in one list. */
export const Screen = () => (
  <Explorer
    entity="finding"
    list={inventory.findings}
    columns={COLUMNS}
    fewColumns={[RISK, SEVERITY, NAME, STATUS]}
    chart={<WeeksChart />}
    detail={(id) => <FindingDetail id={id} />}
  />
);
