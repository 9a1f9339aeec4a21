import type { RunSummary } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { formatFix } from '../components/fix-text.ts';
import { formatNumber } from '../components/format-count.ts';
import { formatDuration } from '../components/format-time.ts';
import { StateChip } from '../components/state.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { countRejected, isBuiltIn, listEntityCounts } from './entity-counts.ts';

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

const createCountColumn =
  (entity: 'asset' | 'finding') =>
  ({ report }: RunSummary) =>
    report?.entities[entity].written ?? '—';

/** Formats the records of the entities other than assets and findings. */
function formatOthers({ report }: RunSummary): string {
  const others = report ? listEntityCounts(report).filter(({ name }) => !isBuiltIn(name)) : [];
  return others.map(({ title, written }) => `${title}: ${formatNumber(written)}`).join(', ') || '—';
}

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
  {
    title: 'State',
    kind: 'narrow',
    cell: ({ state, report }) => <StateChip state={state} rejected={countRejected(report)} />,
  },
  { title: 'Trigger', drop: 1, kind: 'narrow', cell: ({ reason }) => formatReason(reason) },
  { title: 'Duration', drop: 2, kind: 'number', cell: formatRunDuration },
  { title: 'Assets', drop: 3, kind: 'number', cell: createCountColumn('asset') },
  { title: 'Findings', drop: 3, kind: 'number', cell: createCountColumn('finding') },
  { title: 'Rejects', drop: 2, kind: 'number', cell: ({ report }) => (report ? countRejected(report) : '—') },
  { title: 'Warnings', drop: 1, kind: 'number', cell: ({ report }) => report?.warnings.length ?? '—' },
];

const REASON: Column<RunSummary> = {
  title: 'Reason',
  kind: 'wide',
  cell: ({ error }) =>
    error ? (
      <span title={formatFix(error)}>
        {error.message} <span class="muted">{formatFix(error)}</span>
      </span>
    ) : (
      ''
    ),
};

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  /** Omits the connection column. */
  readonly ofOne?: boolean;
}

const OTHERS: Column<RunSummary> = { title: 'Other records', drop: 1, kind: 'wide', cell: formatOthers };

const hasOthers = ({ report }: RunSummary): boolean =>
  report !== null && Object.keys(report.entities).some((name) => !isBuiltIn(name));

/** Table of runs in the given order. */
export const RunTable = ({ runs, ofOne = false }: RunTableProps) => (
  <Table
    label="Runs"
    columns={[
      RUN,
      ...(ofOne ? [] : [CONNECTION]),
      ...REST,
      ...(runs.some(hasOthers) ? [OTHERS] : []),
      ...(runs.some(({ error }) => error) ? [REASON] : []),
    ]}
    rows={runs}
    keyOf={({ id }) => id}
    onOpen={({ id }) => navigate(`/runs/${id}`)}
  />
);
