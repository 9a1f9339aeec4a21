import type { RunProgress } from '../api/types.generated.ts';
import { formatNumber } from '../components/format-count.ts';
import { Progress } from '../components/progress.tsx';
import { type EntityCounts, isBuiltIn, listEntityCounts } from './entity-counts.ts';
import { isOpen } from './live.ts';
import { Retries } from './retries.tsx';
import './run-bars.css';

function barState(run: RunProgress, { name, rejected }: EntityCounts) {
  if (run.complete[name]) return rejected > 0 ? 'partial' : 'done';
  if (!isOpen(run)) return 'failed';
  return run.state === 'PLANNED' ? 'waiting' : 'going';
}

const readWritten = ({ written }: RunProgress, { name, written: total }: EntityCounts) => {
  const counts = name === 'asset' || name === 'finding' ? written[name] : undefined;
  return counts ?? { added: total, changed: 0, unchanged: 0, returned: 0 };
};

function formatNote(run: RunProgress, entity: EntityCounts): string {
  const { added, changed, unchanged, returned } = readWritten(run, entity);
  const parts: readonly (readonly [number, string])[] = [
    [added, isBuiltIn(entity.name) ? 'new' : 'written'],
    [changed, 'changed'],
    [returned, 'found again'],
    [unchanged, 'unchanged'],
    [entity.rejected, 'rejected'],
  ];
  const counts = parts.filter(([count]) => count > 0).map(([count, change]) => `${formatNumber(count)} ${change}`);
  return counts.length === 0 ? 'none yet' : counts.join(' · ');
}

/** Sums the slices of all streams, because a slice does not report which entity it produces. */
const countRead = ({ streams }: RunProgress) => ({
  value: streams.reduce((sum, { done }) => sum + done, 0),
  of: streams.reduce((sum, { slices }) => sum + slices, 0) || undefined,
});

/** Progress bars for the entities of a run. */
export const RunBars = ({ run }: { readonly run: RunProgress }) => (
  <div class="run-bars">
    <Retries run={run} />
    {listEntityCounts(run.report).map((entity) => (
      <Progress
        key={entity.name}
        label={entity.title}
        {...countRead(run)}
        state={barState(run, entity)}
        note={formatNote(run, entity)}
      />
    ))}
  </div>
);
