import { useEvents } from '../api/events.ts';
import { runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { RunProgress, RunResponse } from '../api/types.generated.ts';
import { useCommands } from '../app/commands.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount } from '../components/format-count.ts';
import { formatDuration } from '../components/format-time.ts';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { StateChip } from '../components/state.tsx';
import { panelId, Tabs, tabId } from '../components/tabs.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { countRejected } from './entity-counts.ts';
import { isOpen, useRun } from './live.ts';
import { Rejects } from './rejects.tsx';
import { Requests } from './requests.tsx';
import { RunBars } from './run-bars.tsx';
import { formatReason } from './run-table.tsx';
import { Streams } from './streams.tsx';
import { Unmapped } from './unmapped.tsx';
import { Warnings } from './warnings.tsx';

interface RunActionContext {
  readonly run: RunProgress;
  readonly may: RunResponse['may'];
  readonly reload: () => void;
}

async function retry({ run, reload }: RunActionContext): Promise<void> {
  const result = await runAndReport(() => runs.retry(run.id));
  if (!result) return;
  showToast(
    result.kind === 'run'
      ? 'Resumed the run.'
      : `Remapped ${formatCount(result.remapped ?? 0, 'reject')}; ${formatCount(result.rejected ?? 0, 'reject')} remaining.`,
  );
  reload();
}

async function cancel({ run, reload }: RunActionContext): Promise<void> {
  if (await runAndReport(() => runs.cancel(run.id))) reload();
}

async function closeAbsent({ run, reload }: RunActionContext): Promise<void> {
  const closed = await runAndReport(() => runs.closeAbsent(run.id));
  if (!closed) return;
  showToast(`Closed ${formatCount(closed.findings, 'finding')} missing from this run.`);
  reload();
}

const buildActions = (acting: RunActionContext) => [
  { title: 'Cancel', may: acting.may.cancel && isOpen(acting.run), run: () => void cancel(acting) },
  { title: 'Retry', may: acting.may.retry, run: () => void retry(acting) },
  { title: 'Remap rejects', may: acting.may.remap && !acting.may.retry, run: () => void retry(acting) },
  { title: 'Close missing findings', may: acting.may.closeAbsent, run: () => void closeAbsent(acting) },
];

function RunActions({ acting }: { readonly acting: RunActionContext }) {
  const actions = buildActions(acting).filter(({ may }) => may);
  useCommands(
    actions.map(({ title, run }) => ({ title, group: 'Run', run })),
    [actions.map(({ title }) => title).join(), acting.run.id],
  );
  return (
    <>
      <a class="button" href={`/findings?q=${encodeURIComponent(`runId:${acting.run.id}`)}`}>
        View findings
      </a>
      {actions.map(({ title, run }) => (
        <Button key={title} onClick={run}>
          {title}
        </Button>
      ))}
    </>
  );
}

const VIEWS = ['streams', 'requests', 'unmapped', 'rejects', 'warnings'] as const;
type View = (typeof VIEWS)[number];

const currentView = (): View => VIEWS.find((view) => view === readQueryParameter('tab')) ?? 'streams';

const countUnmapped = ({ report }: RunProgress): number =>
  Object.values(report.unmapped).reduce((sum, values) => sum + Object.keys(values).length, 0);

function Details({ run, connector }: { readonly run: RunProgress; readonly connector: string | null }) {
  const view = currentView();
  const nonZero = (count: number) => (count === 0 ? undefined : count);
  const requests = Object.values(run.report.streams).reduce((sum, stream) => sum + stream.requests, 0);
  const tabs = [
    { id: 'streams', title: 'Streams' },
    { id: 'requests', title: 'Requests', count: nonZero(requests) },
    { id: 'unmapped', title: 'Unmapped values', count: nonZero(countUnmapped(run)) },
    { id: 'rejects', title: 'Rejects', count: nonZero(countRejected(run.report)) },
    { id: 'warnings', title: 'Warnings', count: nonZero(run.report.warnings.length) },
  ];
  return (
    <section class="panel" aria-label="Details">
      <header class="panel-head">
        <Tabs
          label="Details"
          tabs={tabs}
          chosen={view}
          onChoose={(tab) => setQuery({ tab: tab === 'streams' ? '' : tab })}
        />
      </header>
      <div id={panelId(view)} role="tabpanel" aria-labelledby={tabId(view)}>
        {view === 'streams' && <Streams run={run} />}
        {view === 'requests' && <Requests run={run} />}
        {view === 'unmapped' && <Unmapped run={run} connector={connector} />}
        {view === 'rejects' && <Rejects run={run} connector={connector} />}
        {view === 'warnings' && <Warnings run={run} />}
      </div>
    </section>
  );
}

const Times = ({ run }: { readonly run: RunProgress }) => (
  <>
    <span>
      {formatReason(run.reason)} {run.report.mode} run, started <Timestamp at={run.startedAt ?? run.createdAt} exact />
    </span>
    {run.startedAt !== null && (
      <span>
        {run.finishedAt === null
          ? `running for ${formatDuration(Date.now() - run.startedAt)}`
          : `took ${formatDuration(run.finishedAt - run.startedAt)}`}
      </span>
    )}

    <span class="mono">{run.id.slice(0, 8)}</span>
  </>
);

function Run({ response, reload }: { readonly response: RunResponse; readonly reload: () => void }) {
  const run = useRun(response.run).value;
  const home = `/connections/${encodeURIComponent(run.connectionId)}`;
  return (
    <Page
      title={
        <>
          Run <StateChip state={run.state} rejected={countRejected(run.report)} />
        </>
      }
      within={[
        { href: '/runs', title: 'Runs' },
        { href: home, title: run.connection },
      ]}
      note={<Times run={run} />}
      tools={<RunActions acting={{ run, may: response.may, reload }} />}
    >
      <div class="panel">
        <RunBars run={run} />
      </div>
      {run.error && (
        <ErrorPanel
          error={{ ...run.error, where: [run.error.stream, run.error.partition].filter(Boolean).join(' ') }}
        />
      )}
      <Details run={run} connector={response.connector} />
    </Page>
  );
}

/** Screen `/runs/:id`: live progress, requests, rejects and warnings of one run. */
export function OneRun({ id }: { readonly id: string }) {
  const { state, reload } = useResource(id, () => runs.show(id));
  useEvents({ reset: reload }, [reload]);
  if (state.value.kind === 'loading') return <Loading what="Loading the run" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Run response={state.value.value} reload={reload} />;
}
