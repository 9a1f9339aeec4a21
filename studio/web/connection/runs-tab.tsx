import { runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { RunsResponse } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { useRuns } from '../run/list.tsx';
import { RunTable } from '../run/run-table.tsx';
import type { TabProps } from './tab.ts';
import '../run/run.css';

function ConnectionRuns({ response, id }: { readonly response: RunsResponse; readonly id: string }) {
  const before = readQueryParameter('before');
  const list = useRuns(response, ({ connectionId }) => connectionId === id && before === '').value;
  if (list.length === 0) return <p class="tab-none">No runs yet.</p>;
  return (
    <>
      <RunTable runs={list} ofOne />
      {(response.next !== null || before !== '') && (
        <p class="paging paging-in">
          {before !== '' && <Button onClick={() => setQuery({ before: '' })}>Newest runs</Button>}
          {response.next !== null && (
            <Button onClick={() => setQuery({ before: response.next ?? '' })}>Older runs</Button>
          )}
        </p>
      )}
    </>
  );
}

/** Tab with the runs of a connection. */
export function RunsTab({ response: { connection } }: TabProps) {
  const before = readQueryParameter('before');
  const { state, reload } = useResource(`${connection.id} ${before}`, () =>
    runs.list({ connection: connection.id, before }),
  );
  if (state.value.kind === 'loading') return <Loading what="Loading the runs" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <ConnectionRuns response={state.value.value} id={connection.id} />;
}
