import type { RunProgress } from '../api/types.generated.ts';
import { type Column, Table } from '../components/table.tsx';

interface Row {
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Value table', kind: 'narrow', cell: ({ name }) => <b>{name}</b> },
  { title: 'Vendor value', kind: 'wide', cell: ({ value }) => <code>{value}</code> },
  { title: 'Count', kind: 'number', cell: ({ count }) => count },
];

interface UnmappedProps {
  readonly run: RunProgress;
  readonly connector: string | null;
}

/** Tab with vendor values that are missing from the value tables. */
export function Unmapped({ run, connector }: UnmappedProps) {
  const rows = Object.entries(run.report.unmapped).flatMap(([name, values]) =>
    Object.entries(values).map(([value, count]): Row => ({ name, value, count })),
  );
  if (rows.length === 0) return <p class="tab-none">All values are mapped.</p>;
  return (
    <>
      <p class="tab-about">
        The value tables of the manifest do not contain these vendor values.{' '}
        {connector !== null && (
          <a href={`/c/${encodeURIComponent(connector)}/map/finding`}>Open the mapping to add them</a>
        )}
      </p>
      <Table label="Unmapped values" columns={COLUMNS} rows={rows} keyOf={({ name, value }) => `${name} ${value}`} />
    </>
  );
}
