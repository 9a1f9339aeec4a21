import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, ConnectionEvent, ConnectionsResponse } from '../api/types.generated.ts';
import { useCommands } from '../app/commands.ts';
import { navigate, readQueryParameter, setQuery } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { StateChip } from '../components/state.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { countRejected, type EntityCounts, isBuiltIn, listEntityCounts } from '../run/entity-counts.ts';
import './connections.css';

const connectionPath = ({ id }: Pick<Connection, 'id'>): string => `/connections/${encodeURIComponent(id)}`;

/** Starts a run and shows a toast with a link to it. */
async function runNow({ id, name }: Connection): Promise<void> {
  const started = await runAndReport(() => connections.run(id, false));
  if (!started) return;
  showToast(`Started a run of ${name}.`, { action: { title: 'View run', run: () => navigate(`/runs/${started.id}`) } });
}

const ConnectionStatus = ({ connection }: { readonly connection: Connection }) => (
  <span class="standing">
    <StateChip state={connection.state} rejected={countRejected(connection.lastRun?.report)} />
    {connection.paused && (
      <Chip tone="warn" title={connection.paused.message}>
        ‖ paused
      </Chip>
    )}
    {!connection.active && <Chip>inactive</Chip>}
  </span>
);

const formatEntityCount = ({ name, title, written }: EntityCounts): string =>
  isBuiltIn(name) ? formatCount(written, name) : `${title}: ${formatNumber(written)}`;

const LastRun = ({ connection: { lastRun } }: { readonly connection: Connection }) => {
  if (!lastRun) return <span class="muted">never</span>;
  const counts = lastRun.report ? listEntityCounts(lastRun.report) : [];
  return (
    <span class="standing">
      <a href={`/runs/${lastRun.id}`}>
        <Timestamp at={lastRun.finishedAt ?? lastRun.startedAt ?? lastRun.createdAt} />
      </a>
      <StateChip state={lastRun.state} rejected={countRejected(lastRun.report)} />
      {counts.length > 0 && <span class="muted">{counts.map(formatEntityCount).join(', ')}</span>}
    </span>
  );
};

const COLUMNS: readonly Column<Connection>[] = [
  {
    title: 'Connection',
    kind: 'wide',
    cell: (one) => (
      <div>
        <a href={connectionPath(one)}>{one.name}</a>
        <div class="muted connection-about">
          {one.connectorTitle}
          {one.description && ` · ${one.description}`}
        </div>
      </div>
    ),
  },
  { title: 'State', kind: 'narrow', cell: (one) => <ConnectionStatus connection={one} /> },
  { title: 'Next run', drop: 2, kind: 'narrow', cell: ({ nextRun }) => <Timestamp at={nextRun?.at} none="manual" /> },
  { title: 'Last run', drop: 3, cell: (one) => <LastRun connection={one} /> },
  {
    title: 'Actions',
    kind: 'narrow',
    cell: (one) => (
      <Button
        label={`Run now: ${one.name}`}
        disabled={one.state === 'PROCESSING' || !one.active || one.paused !== null}
        onClick={() => void runNow(one)}
      >
        Run now
      </Button>
    ),
  },
];

const Nothing = ({ demo }: { readonly demo: boolean }) => (
  <EmptyState title="No connections yet">
    <p>
      A connection combines a connector with your settings and a schedule.
      {demo && ' The simulated vendors are running: connecting to one takes a minute and needs no account.'}
    </p>
    <a class="button button-primary" href={demo ? '/c/hcl-appscan-dast/setup' : '/'}>
      {demo ? 'Connect a simulated vendor' : 'Choose a connector'}
    </a>
  </EmptyState>
);

/** Returns the connections as a signal that follows their events, sorted by name. */
function useList(response: ConnectionsResponse) {
  const list = useMemo(() => signal(response.connections), [response]);
  useEvents(
    {
      connection: (data) => {
        const { id, connection } = data as ConnectionEvent;
        const others = list.value.filter((one) => one.id !== id);
        const all = connection ? [...others, connection] : others;
        list.value = all.toSorted((one, other) => one.name.localeCompare(other.name));
      },
    },
    [list],
  );
  return list;
}

const matches = ({ name, description, connectorTitle, state }: Connection, typed: string): boolean =>
  [name, description, connectorTitle, state].join(' ').toLowerCase().includes(typed.toLowerCase());

function List({ response }: { readonly response: ConnectionsResponse }) {
  const all = useList(response).value;
  const typed = readQueryParameter('q');
  const shown = all.filter((one) => matches(one, typed));
  useCommands(
    all.map((one) => ({ title: one.name, group: 'Connection', run: () => navigate(connectionPath(one)) })),
    [all],
  );
  if (all.length === 0) return <Nothing demo={response.demo} />;
  return (
    <Page
      title="Connections"
      note={formatCount(all.length, 'connection')}
      tools={
        <>
          <input
            class="form-input connections-filter"
            type="search"
            aria-label="Filter connections"
            placeholder="Filter…"
            value={typed}
            onInput={(event) => setQuery({ q: (event.target as HTMLInputElement).value })}
          />
          <a class="button button-primary" href="/">
            <Icon name="plus" /> New connection
          </a>
        </>
      }
    >
      {shown.length === 0 ? (
        <EmptyState title={`No connection matches “${typed}”`}>
          <Button onClick={() => setQuery({ q: '' })}>Show all {all.length}</Button>
        </EmptyState>
      ) : (
        <div class="panel">
          <Table
            label="Connections"
            columns={COLUMNS}
            rows={shown}
            keyOf={({ id }) => id}
            onOpen={(one) => navigate(connectionPath(one))}
          />
        </div>
      )}
    </Page>
  );
}

/** Screen `/connections`: all connections with their state and last run. */
export function Screen() {
  const { state, reload } = useResource('connections', connections.list);
  useEvents({ reset: reload }, [reload]);
  if (state.value.kind === 'loading') return <Loading what="Loading the connections" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <List response={state.value.value} />;
}
