import type { RunSummary } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { formatDuration } from '../components/format-time.ts';
import { StateChip } from '../components/state.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';

const REASONS: Readonly<Record<string, string>> = {
  manual: 'manual',
  schedule: 'scheduled',
  'catch-up': 'catch-up',
  command: 'CLI',
};

/** Formats the trigger of a run. */
export const formatReason = (reason: string): string => REASONS[reason] ?? reason;

const formatRunDuration = ({ startedAt, finishedAt }: RunSummary): string =>
  startedAt === null || finishedAt === null ? '—' : formatDuration(finishedAt - startedAt);

const countRejected = ({ report }: RunSummary): number =>
  report ? report.entities.asset.rejected + report.entities.finding.rejected : 0;

const createCountColumn =
  (entity: 'asset' | 'finding') =>
  ({ report }: RunSummary) =>
    report?.entities[entity].written ?? '—';

const RUN: Column<RunSummary> = {
  title: 'Run',
  kind: 'narrow',
  cell: ({ id, createdAt }) => (
    <a href={`/runs/${id}`}>
      <Timestamp at={createdAt} />
    </a>
  ),
};

const CONNECTION: Column<RunSummary> = {
  title: 'Connection',
  cell: ({ connection, connectionId }) => <a href={`/connections/${encodeURIComponent(connectionId)}`}>{connection}</a>,
};

const REST: readonly Column<RunSummary>[] = [
  { title: 'State', kind: 'narrow', cell: ({ state }) => <StateChip state={state} /> },
  { title: 'Trigger', kind: 'narrow', cell: ({ reason }) => formatReason(reason) },
  { title: 'Duration', kind: 'number', cell: formatRunDuration },
  { title: 'Assets', kind: 'number', cell: createCountColumn('asset') },
  { title: 'Findings', kind: 'number', cell: createCountColumn('finding') },
  { title: 'Rejects', kind: 'number', cell: (run) => (run.report ? countRejected(run) : '—') },
  { title: 'Warnings', kind: 'number', cell: ({ report }) => report?.warnings.length ?? '—' },
  {
    title: 'Reason',
    kind: 'wide',
    cell: ({ error }) =>
      error ? (
        <span title={error.fix}>
          {error.message} <span class="muted">{error.fix}</span>
        </span>
      ) : (
        ''
      ),
  },
];

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  /** Omits the connection column. */
  readonly ofOne?: boolean;
}

/** Table of runs in the given order. */
export const RunTable = ({ runs, ofOne = false }: RunTableProps) => (
  <Table
    label="Runs"
    columns={ofOne ? [RUN, ...REST] : [RUN, CONNECTION, ...REST]}
    rows={runs}
    keyOf={({ id }) => id}
    onOpen={({ id }) => navigate(`/runs/${id}`)}
  />
);
