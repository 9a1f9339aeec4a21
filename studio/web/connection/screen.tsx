import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import { connections, runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, ConnectionEvent, ConnectionResponse, RunResponse } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import type { Params } from '../app/routes.ts';
import { Chip } from '../components/chip.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount } from '../components/format-count.ts';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { StateChip } from '../components/state.tsx';
import { panelId, Tabs, tabId } from '../components/tabs.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { countRejected } from '../run/entity-counts.ts';
import { useRun } from '../run/live.ts';
import { RunBars } from '../run/run-bars.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { FiltersTab } from './filters-tab.tsx';
import { MapsTab } from './maps-tab.tsx';
import { RecordsTab } from './records-tab.tsx';
import { RunHistory } from './run-history.tsx';
import { RunsTab } from './runs-tab.tsx';
import { ScheduleTab } from './schedule-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import './connection.css';

const Paused = ({ paused }: { readonly paused: NonNullable<Connection['paused']> }) => (
  <ErrorPanel error={{ ...paused, message: `Paused: ${paused.message}` }} />
);

/** Progress of the current or the last run. */
function Bars({ response }: { readonly response: RunResponse }) {
  const run = useRun(response.run).value;
  return (
    <div class="panel">
      <header class="panel-head">
        <h2>{run.finishedAt === null ? 'Current run' : 'Last run'}</h2>
        <StateChip state={run.state} rejected={countRejected(run.report)} />
        <span class="panel-note">
          <Timestamp at={run.finishedAt ?? run.startedAt ?? run.createdAt} />
        </span>
        <span class="grow" />
        <a class="button button-quiet" href={`/runs/${run.id}`}>
          View run
        </a>
      </header>
      <RunBars run={run} />
      {run.complete.asset && !run.complete.finding && run.finishedAt === null && (
        <p class="bars-note">All assets are stored. Findings are still being read.</p>
      )}
    </div>
  );
}

function LastRun({ id }: { readonly id: string | null }) {
  const { state } = useResource(id ?? '', async () => (id === null ? undefined : runs.show(id)));
  if (id === null)
    return (
      <div class="panel">
        <p class="tab-none">No runs yet. Select “Run now”, or wait for the next scheduled run.</p>
      </div>
    );
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} />;
  if (state.value.kind === 'loading' || !state.value.value) return <Loading what="Loading the run" />;
  return <Bars response={state.value.value} />;
}

const TABS = {
  runs: { title: 'Runs', view: RunsTab },
  settings: { title: 'Settings', view: SettingsTab },
  filters: { title: 'Filters', view: FiltersTab },
  maps: { title: 'Transform map', view: MapsTab },
  schedule: { title: 'Schedule', view: ScheduleTab },
  records: { title: 'Records', view: RecordsTab },
} as const;

type TabId = keyof typeof TABS;

const isTab = (name: string): name is TabId => Object.hasOwn(TABS, name);

function Details({ response, reload }: { readonly response: ConnectionResponse; readonly reload: () => void }) {
  const requested = readQueryParameter('tab');
  const tab = isTab(requested) ? requested : 'runs';
  const View = TABS[tab].view;
  return (
    <section class="panel" aria-label="Details">
      <header class="panel-head">
        <Tabs
          label="Details"
          tabs={Object.entries(TABS).map(([id, { title }]) => ({ id, title }))}
          chosen={tab}
          onChoose={(id) => setQuery({ tab: id === 'runs' ? '' : id })}
        />
      </header>
      <div id={panelId(tab)} role="tabpanel" aria-labelledby={tabId(tab)}>
        <View response={response} reload={reload} />
      </div>
    </section>
  );
}

/** Returns the connection as a signal that follows its events; null once it is deleted. */
function useConnection(response: ConnectionResponse) {
  const now = useMemo(() => signal<ConnectionResponse | null>(response), [response]);
  const { id } = response.connection;
  useEvents(
    {
      connection: async (data) => {
        const event = data as ConnectionEvent;
        if (event.id !== id) return;
        now.value = event.connection && { ...response, ...now.value, connection: event.connection };
        if (!event.connection) return;
        // The event has no inventory counts and no next runs.
        const loaded = await connections.show(id).catch(() => undefined);
        if (loaded && now.value) now.value = loaded;
      },
    },
    [now],
  );
  return now;
}

function Note({ response }: { readonly response: ConnectionResponse }) {
  const { connection, inventory } = response;
  const listed = `?q=${encodeURIComponent(`connection:"${connection.name.replaceAll(/["\\]/g, '\\$&')}"`)}`;
  return (
    <>
      {connection.description && <span>{connection.description}</span>}
      <span>
        next run: <Timestamp at={connection.nextRun?.at} none="manual" />
      </span>
      <a href={`/assets${listed}`}>{formatCount(inventory.assets, 'asset')}</a>
      <a href={`/findings${listed}`}>{formatCount(inventory.findings, 'finding')}</a>
    </>
  );
}

function One({ response, reload }: { readonly response: ConnectionResponse; readonly reload: () => void }) {
  const now = useConnection(response).value;
  if (!now)
    return (
      <EmptyState title={`${response.connection.name} was deleted`}>
        <a class="button button-primary" href="/connections">
          View connections
        </a>
      </EmptyState>
    );
  const { connection } = now;
  return (
    <Page
      title={
        <>
          {connection.name} <StateChip state={connection.state} rejected={countRejected(connection.lastRun?.report)} />
          {connection.active ? <Chip tone="ok">active</Chip> : <Chip>inactive</Chip>}
        </>
      }
      within={[
        { href: '/connections', title: 'Connections' },
        { href: `/c/${encodeURIComponent(connection.connector)}`, title: connection.connectorTitle },
      ]}
      note={<Note response={now} />}
      tools={
        <ConnectionActions connection={connection} inventory={now.inventory} consent={now.consent} reload={reload} />
      }
    >
      {connection.paused && <Paused paused={connection.paused} />}
      <LastRun id={connection.lastRunId} />
      <RunHistory connection={connection} />
      <Details response={now} reload={reload} />
    </Page>
  );
}

/** Screen `/connections/:id`: state, runs and configuration of one connection. */
export function Screen({ params }: { readonly params: Params }) {
  const { id = '' } = params;
  const { state, reload } = useResource(id, () => connections.show(id));
  useEvents({ reset: reload }, [reload]);
  if (state.value.kind === 'loading') return <Loading what="Loading the connection" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <One response={state.value.value} reload={reload} />;
}
