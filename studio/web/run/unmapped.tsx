import type { RunProgress } from '../api/types.generated.ts';
import { type Column, Table } from '../components/table.tsx';

interface Row {
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Value table', kind: 'narrow', cell: ({ name }) => <b>{name}</b> },
  { title: 'The vendor’s value', kind: 'wide', cell: ({ value }) => <code>{value}</code> },
  { title: 'Times', kind: 'number', cell: ({ count }) => count },
];

interface UnmappedProps {
  readonly run: RunProgress;
  readonly connector: string | null;
}

/** Values of the vendor that no value table holds. */
export function Unmapped({ run, connector }: UnmappedProps) {
  const rows = Object.entries(run.report.unmapped).flatMap(([name, values]) =>
    Object.entries(values).map(([value, count]): Row => ({ name, value, count })),
  );
  if (rows.length === 0) return <p class="tab-none">Every value that came stands in its table.</p>;
  return (
    <>
      <p class="tab-about">
        The vendor sends values that the manifest’s tables do not hold.{' '}
        {connector !== null && <a href={`/c/${encodeURIComponent(connector)}/map/finding`}>Add them in the mapping</a>}
      </p>
      <Table label="Unmapped values" columns={COLUMNS} rows={rows} keyOf={({ name, value }) => `${name} ${value}`} />
    </>
  );
}
