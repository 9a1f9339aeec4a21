import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import { runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { RunProgress, RunSummary, RunsResponse } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { isOpen } from './live.ts';
import { RunTable } from './run-table.tsx';

/** Converts the progress of a run to a list entry; only a finished run has a report there. */
const toSummary = (run: RunProgress): RunSummary => {
  const { written: _w, streams: _s, complete: _c, ...summary } = run;
  return { ...summary, report: isOpen(run) ? null : run.report };
};

/** Returns runs as a signal that follows their events. `isShown` selects the new runs to add. */
export function useRuns(response: RunsResponse, isShown: (run: RunSummary) => boolean) {
  const list = useMemo(() => signal<readonly RunSummary[]>(response.runs), [response]);
  useEvents(
    {
      run: (data) => {
        const run = toSummary(data as RunProgress);
        if (!isShown(run)) return;
        const isKnown = list.value.some(({ id }) => id === run.id);
        list.value = isKnown ? list.value.map((one) => (one.id === run.id ? run : one)) : [run, ...list.value];
      },
    },
    [list],
  );
  return list;
}

function List({ response }: { readonly response: RunsResponse }) {
  const before = readQueryParameter('before');
  const list = useRuns(response, () => before === '').value;
  if (list.length === 0)
    return (
      <EmptyState title="No runs yet">
        <p>A run imports assets and findings through a connection.</p>
        <a class="button button-primary" href="/connections">
          View connections
        </a>
      </EmptyState>
    );
  return (
    <Page title="Runs" note={before === '' ? 'Newest first, updated live' : 'Older runs'}>
      <div class="panel">
        <RunTable runs={list} />
      </div>
      <div class="paging">
        {before !== '' && <Button onClick={() => setQuery({ before: '' }, {})}>Newest runs</Button>}
        {response.next !== null && (
          <Button onClick={() => setQuery({ before: response.next ?? '' }, {})}>Older runs</Button>
        )}
      </div>
    </Page>
  );
}

/** Screen `/runs`: the runs of all connections. */
export function RunList() {
  const before = readQueryParameter('before');
  const { state, reload } = useResource(before, () => runs.list({ before }));
  useEvents({ reset: reload }, [reload]);
  if (state.value.kind === 'loading') return <Loading what="Loading the runs" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <List response={state.value.value} />;
}
