import { runs } from '../api/platform.ts';
import type { RunProgress, RunRequest } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { type Column, Table } from '../components/table.tsx';
import { useGrowingRows } from './use-growing-rows.ts';

const clock = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' });

const statusTone = (status: number | null) => (status === null || status >= 400 ? 'bad' : 'ok');

const COLUMNS: readonly Column<RunRequest>[] = [
  { title: 'Time', kind: 'narrow', cell: ({ at }) => <span class="mono">{clock.format(at)}</span> },
  { title: 'Stream', kind: 'narrow', cell: ({ stream }) => stream },
  { title: 'Method', kind: 'narrow', cell: ({ method }) => <span class="mono">{method}</span> },
  { title: 'Path', kind: 'wide', cell: ({ path }) => <span class="mono">{path}</span> },
  {
    title: 'Status',
    kind: 'narrow',
    cell: ({ status, error }) => <Chip tone={statusTone(status)}>{status ?? error ?? 'no response'}</Chip>,
  },
  { title: 'Duration (ms)', kind: 'number', cell: ({ ms }) => Math.round(ms) },
  { title: 'Attempt', kind: 'number', cell: ({ attempt }) => attempt },
];

const read = (id: string) => async (after: number) => {
  const { requests, next } = await runs.requests(id, after);
  return { rows: requests, next };
};

/** Tab with the HTTP requests of a run in order, without headers, bodies and query values. */
export function Requests({ run }: { readonly run: RunProgress }) {
  const sent = Object.values(run.report.streams).reduce((sum, { requests }) => sum + requests, 0);
  const { rows, next, error, more } = useGrowingRows(read(run.id), run.id, `${sent} ${run.state}`);
  if (error.value) return <ErrorPanel error={error.value} retry={more} />;
  if (!rows.value) return <Loading what="Loading the requests" />;
  if (rows.value.length === 0) return <p class="tab-none">No requests yet.</p>;
  return (
    <>
      <Table label="Requests" columns={COLUMNS} rows={rows.value} keyOf={({ id }) => String(id)} />
      {next.value !== null && (
        <p class="paging paging-in">
          <Button onClick={more}>Show more</Button>
        </p>
      )}
    </>
  );
}
