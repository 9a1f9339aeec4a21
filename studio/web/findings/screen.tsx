import { inventory } from '../api/inventory.ts';
import type { FindingItem } from '../api/types.generated.ts';
import { setQuery } from '../app/router.ts';
import { Severity } from '../components/severity.tsx';
import type { Column } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { Explorer } from '../inventory/explorer.tsx';
import { FindingDetailPanel } from './detail.tsx';
import { FindingStatus } from './finding-status.tsx';
import { formatLocation, parseRecord } from './record.ts';
import { WeeksChart } from './weeks-chart.tsx';

const Name = ({ item }: { readonly item: FindingItem }) => (
  <button type="button" class="row-name" onClick={() => setQuery({ item: String(item.id) }, {})}>
    {parseRecord(item).name ?? '—'}
  </button>
);

const NAME: Column<FindingItem> = { title: 'Name', kind: 'wide', sort: 'name', cell: (item) => <Name item={item} /> };
const SEVERITY: Column<FindingItem> = {
  title: 'Severity',
  kind: 'narrow',
  sort: 'severity',
  cell: (item) => <Severity value={parseRecord(item).severity} />,
};
const STATUS: Column<FindingItem> = {
  title: 'Status',
  kind: 'narrow',
  sort: 'status',
  cell: (item) => <FindingStatus status={parseRecord(item).findingStatus} />,
};
const RISK: Column<FindingItem> = {
  drop: 3,
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
  { title: 'Asset', drop: 3, cell: ({ asset }) => asset?.name ?? <span class="muted">—</span> },
  {
    title: 'Location',
    drop: 2,
    cell: (item) => (
      <span class="row-place mono" title={formatLocation(parseRecord(item))}>
        {formatLocation(parseRecord(item))}
      </span>
    ),
  },
  {
    title: 'Product',
    drop: 2,
    kind: 'narrow',
    sort: 'vendorProductName',
    cell: (item) => (
      <>
        {parseRecord(item).vendorProductName ?? '—'}
        {item.alsoListedBy && (
          <span class="muted"> also listed by {item.alsoListedBy.map(({ connection }) => connection).join(', ')}</span>
        )}
      </>
    ),
  },
  {
    title: 'First found',
    drop: 1,
    kind: 'narrow',
    sort: 'firstFoundOn',
    cell: (item) => <Timestamp at={parseRecord(item).firstFoundOn} />,
  },
];

/** Screen `/findings?q=`: findings of all connections. */
export const Screen = () => (
  <Explorer
    entity="finding"
    list={inventory.findings}
    columns={COLUMNS}
    fewColumns={[RISK, SEVERITY, NAME, STATUS]}
    chart={<WeeksChart />}
    detail={(id) => <FindingDetailPanel id={id} />}
  />
);
