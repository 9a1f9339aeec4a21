import type { RunProgress, StreamProgress } from '../api/types.generated.ts';
import { Chip } from '../components/chip.tsx';
import { formatNumber } from '../components/format-count.ts';
import { Meter } from '../components/meter.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Retry } from './retries.tsx';

type Counts = RunProgress['report']['streams'][string];
type Row = StreamProgress & Partial<Counts>;

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Stream', cell: ({ stream }) => <b>{stream}</b> },
  {
    title: 'Slices',
    cell: ({ stream, done, slices, running, rejected }) => (
      <span class="stream-slices">
        <Meter
          value={done}
          of={slices}
          tone={rejected > 0 ? 'warn' : done === slices ? 'ok' : 'plain'}
          label={`${stream}: ${done} of ${slices}`}
        />
        {rejected > 0 && <Chip tone="warn">! {formatNumber(rejected)} rejected</Chip>}
        {running > 0 && <span class="muted">{running} running</span>}
      </span>
    ),
  },
  { title: 'Requests', kind: 'number', cell: ({ requests = 0 }) => requests },
  { title: 'Retries', kind: 'number', cell: ({ retries = 0 }) => retries },
  { title: 'Pages', kind: 'number', cell: ({ pages = 0 }) => pages },
  { title: 'Items', kind: 'number', cell: ({ items = 0 }) => items },
  { title: 'Last error', kind: 'wide', cell: ({ retry }) => (retry ? <Retry retry={retry} /> : '') },
];

/** Tab with the progress of each stream. */
export function Streams({ run }: { readonly run: RunProgress }) {
  const rows = run.streams.map((progress): Row => ({ ...progress, ...run.report.streams[progress.stream] }));
  if (rows.length === 0) return <p class="tab-none">Planning: the streams and slices are not known yet.</p>;
  return <Table label="Streams" columns={COLUMNS} rows={rows} keyOf={({ stream }) => stream} />;
}
