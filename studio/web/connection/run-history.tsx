import { useSignal } from '@preact/signals';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, RunHistoryResponse } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { formatDuration, formatLocal } from '../components/format-time.ts';
import { Panel } from '../components/panel.tsx';
import { StateChip } from '../components/state.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import './run-history.css';

type Run = RunHistoryResponse['runs'][number];

const durationOf = ({ createdAt, startedAt, finishedAt }: Run): number => (finishedAt ?? 0) - (startedAt ?? createdAt);

/** Measures of a run by title. */
const MEASURES: readonly {
  readonly title: string;
  readonly read: (run: Run) => number;
  readonly format: (value: number) => string;
}[] = [
  { title: 'Duration', read: durationOf, format: formatDuration },
  { title: 'New', read: ({ added }) => added, format: formatNumber },
  { title: 'Changed', read: ({ changed }) => changed, format: formatNumber },
  { title: 'Rejected', read: ({ rejected }) => rejected, format: formatNumber },
];

/** Runs that the chart has place for. */
const PLACES = 30;
const [STEP, BAR, HEIGHT] = [10, 8, 30];

/** Class of a bar: color marks failed runs and rejected records only. */
const barClass = (title: string, { state }: Run): string =>
  title === 'Rejected' ? 'history-warn' : state === 'ERRORED' ? 'history-bad' : 'history-bar';

interface MeasureProps {
  readonly runs: readonly Run[];
  readonly at: number | undefined;
  readonly measure: (typeof MEASURES)[number];
  readonly onPoint: (at: number | undefined) => void;
}

/** Bars of one measure, oldest run first, with the value of the run under the pointer, or else of the last one. */
function MeasureBars({ runs, at, measure: { title, read, format }, onPoint }: MeasureProps) {
  const values = runs.map(read);
  const most = Math.max(...values, 1);
  const shown = values[at ?? values.length - 1] ?? 0;
  return (
    <div class="history-measure">
      <dt>{title}</dt>
      <dd>
        <svg
          viewBox={`0 0 ${PLACES * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title} of the last ${formatCount(runs.length, 'run')}: at most ${format(Math.max(...values))}`}
          onPointerLeave={() => onPoint(undefined)}
        >
          {runs.map((run, index) => {
            const height = (HEIGHT * read(run)) / most;
            const x = (PLACES - runs.length + index) * STEP;
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: pointer shortcut; the list of runs has a link for each
              <g key={run.id} onPointerEnter={() => onPoint(index)} onClick={() => navigate(`/runs/${run.id}`)}>
                <rect class={index === at ? 'history-at' : 'history-all'} x={x} y="0" width={STEP} height={HEIGHT} />
                <rect class={barClass(title, run)} x={x + 1} y={HEIGHT - height} width={BAR} height={height} />
              </g>
            );
          })}
        </svg>
        <span class="history-value">{format(shown)}</span>
      </dd>
    </div>
  );
}

const AsTable = ({ runs }: { readonly runs: readonly Run[] }) => (
  <details class="history-table">
    <summary>Show as table</summary>
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            {MEASURES.map(({ title }) => (
              <th key={title} scope="col" class="cell-number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.toReversed().map((run) => (
            <tr key={run.id}>
              <td>
                <a href={`/runs/${run.id}`}>{formatLocal(run.createdAt)}</a>
              </td>
              <td>
                <StateChip state={run.state} rejected={run.rejected} />
              </td>
              {MEASURES.map(({ title, read, format }) => (
                <td key={title} class="cell-number">
                  {format(read(run))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

function History({ newestFirst }: { readonly newestFirst: readonly Run[] }) {
  const at = useSignal<number | undefined>(undefined);
  const runs = newestFirst.toReversed();
  const run = runs[at.value ?? runs.length - 1];
  if (!run) return null;
  const onPoint = (next: number | undefined) => {
    at.value = next;
  };
  return (
    <Panel
      title={runs.length === 1 ? 'Last finished run' : `Last ${runs.length} finished runs`}
      note={
        <>
          <Timestamp at={run.createdAt} /> <StateChip state={run.state} rejected={run.rejected} />
        </>
      }
    >
      <dl class="history-measures">
        {MEASURES.map((measure) => (
          <MeasureBars key={measure.title} runs={runs} at={at.value} measure={measure} onPoint={onPoint} />
        ))}
      </dl>
      <AsTable runs={runs} />
    </Panel>
  );
}

/** Duration and effect of the last 30 runs of a connection; empty until the first one has finished. */
export function RunHistory({ connection }: { readonly connection: Connection }) {
  const { id, lastRun, state: current } = connection;
  const { state } = useResource(`${id} ${lastRun?.id} ${lastRun?.state} ${current}`, () => connections.history(id));
  return state.value.kind === 'ready' ? <History newestFirst={state.value.value.runs} /> : null;
}
