import type { RunProgress, StreamProgress } from '../api/types.generated.ts';
import { Meter } from '../components/meter.tsx';
import { type Column, Table } from '../components/table.tsx';

type Counts = RunProgress['report']['streams'][string];
type Row = StreamProgress & Partial<Counts>;

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Stream', cell: ({ stream }) => <b>{stream}</b> },
  {
    title: 'Slices read',
    cell: ({ stream, done, slices, running }) => (
      <span class="stream-slices">
        <Meter
          value={done}
          of={slices}
          tone={done === slices ? 'ok' : 'plain'}
          label={`${stream}: ${done} of ${slices}`}
        />
        {running > 0 && <span class="muted">{running} under way</span>}
      </span>
    ),
  },
  { title: 'Requests', kind: 'number', cell: ({ requests = 0 }) => requests },
  { title: 'Retries', kind: 'number', cell: ({ retries = 0 }) => retries },
  { title: 'Pages', kind: 'number', cell: ({ pages = 0 }) => pages },
  { title: 'Items', kind: 'number', cell: ({ items = 0 }) => items },
  { title: 'Waits after', kind: 'wide', cell: ({ waitingAfter }) => waitingAfter ?? '' },
];

/** How far each stream of a run has come. */
export function Streams({ run }: { readonly run: RunProgress }) {
  const rows = run.streams.map((progress): Row => ({ ...progress, ...run.report.streams[progress.stream] }));
  if (rows.length === 0)
    return <p class="tab-none">It is being planned: which streams to read, and in how many slices.</p>;
  return <Table label="Streams" columns={COLUMNS} rows={rows} keyOf={({ stream }) => stream} />;
}
