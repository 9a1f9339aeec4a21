import type { RunSummary } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { duration } from '../components/moment.ts';
import { State } from '../components/state.tsx';
import { type Column, Table } from '../components/table.tsx';
import { When } from '../components/when.tsx';

const REASONS: Readonly<Record<string, string>> = {
  manual: 'by hand',
  schedule: 'by its schedule',
  'catch-up': 'made up for',
  command: 'by a command',
};

export const reasonWord = (reason: string): string => REASONS[reason] ?? reason;

const tookOf = ({ startedAt, finishedAt }: RunSummary): string =>
  startedAt === null || finishedAt === null ? '—' : duration(finishedAt - startedAt);

const rejectedOf = ({ report }: RunSummary): number =>
  report ? report.entities.asset.rejected + report.entities.finding.rejected : 0;

const countOf =
  (entity: 'asset' | 'finding') =>
  ({ report }: RunSummary) =>
    report?.entities[entity].written ?? '—';

const RUN: Column<RunSummary> = {
  title: 'Run',
  kind: 'narrow',
  cell: ({ id, createdAt }) => (
    <a href={`/runs/${id}`}>
      <When at={createdAt} />
    </a>
  ),
};

const CONNECTION: Column<RunSummary> = {
  title: 'Connection',
  cell: ({ connection, connectionId }) => <a href={`/connections/${encodeURIComponent(connectionId)}`}>{connection}</a>,
};

const REST: readonly Column<RunSummary>[] = [
  { title: 'State', kind: 'narrow', cell: ({ state }) => <State state={state} /> },
  { title: 'Started', kind: 'narrow', cell: ({ reason }) => reasonWord(reason) },
  { title: 'Took', kind: 'number', cell: tookOf },
  { title: 'Assets', kind: 'number', cell: countOf('asset') },
  { title: 'Findings', kind: 'number', cell: countOf('finding') },
  { title: 'Rejects', kind: 'number', cell: (run) => (run.report ? rejectedOf(run) : '—') },
  { title: 'Warnings', kind: 'number', cell: ({ report }) => report?.warnings.length ?? '—' },
  {
    title: 'What happened',
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
  /** Of one connection: its name would stand in every row. */
  readonly ofOne?: boolean;
}

/** Runs, the newest first. */
export const RunTable = ({ runs, ofOne = false }: RunTableProps) => (
  <Table
    label="Runs"
    columns={ofOne ? [RUN, ...REST] : [RUN, CONNECTION, ...REST]}
    rows={runs}
    keyOf={({ id }) => id}
    onOpen={({ id }) => navigate(`/runs/${id}`)}
  />
);
