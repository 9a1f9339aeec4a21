import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import { runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { RunProgress, RunSummary, RunsAnswer } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { isOpen } from './live.ts';
import { RunTable } from './run-table.tsx';

/** As lists have it: a report is there when the run has ended. */
const toSummary = (run: RunProgress): RunSummary => {
  const { written: _w, streams: _s, complete: _c, ...summary } = run;
  return { ...summary, report: isOpen(run) ? null : run.report };
};

/** Runs of a connection, or of all, as they move. */
export function useRuns(answer: RunsAnswer, isShown: (run: RunSummary) => boolean) {
  const list = useMemo(() => signal<readonly RunSummary[]>(answer.runs), [answer]);
  useEvents(
    {
      run: (told) => {
        const moved = toSummary(told as RunProgress);
        if (!isShown(moved)) return;
        const isKnown = list.value.some(({ id }) => id === moved.id);
        list.value = isKnown ? list.value.map((one) => (one.id === moved.id ? moved : one)) : [moved, ...list.value];
      },
    },
    [list],
  );
  return list;
}

function List({ answer }: { readonly answer: RunsAnswer }) {
  const before = readQueryParameter('before');
  const list = useRuns(answer, () => before === '').value;
  if (list.length === 0)
    return (
      <EmptyState title="Nothing has run yet">
        <p>A run reads a vendor’s assets and findings through a connection.</p>
        <a class="button button-primary" href="/connections">
          Go to the connections
        </a>
      </EmptyState>
    );
  return (
    <Page title="Runs" note={before === '' ? 'The newest first, as they move.' : 'Older runs.'}>
      <div class="panel">
        <RunTable runs={list} />
      </div>
      <div class="paging">
        {before !== '' && <Button onClick={() => setQuery({ before: '' }, {})}>The newest</Button>}
        {answer.next !== null && (
          <Button onClick={() => setQuery({ before: answer.next ?? '' }, {})}>Older runs</Button>
        )}
      </div>
    </Page>
  );
}

/** `/runs`: every run of every connection. */
export function RunList() {
  const before = readQueryParameter('before');
  const { state, reload } = useResource(before, () => runs.list({ before }));
  useEvents({ reset: reload }, [reload]);
  if (state.value.kind === 'loading') return <Loading what="Reading the runs" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <List answer={state.value.value} />;
}
