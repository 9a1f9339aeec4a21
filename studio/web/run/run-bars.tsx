import type { RunProgress } from '../api/types.generated.ts';
import { formatNumber } from '../components/format-count.ts';
import { Progress } from '../components/progress.tsx';
import { isOpen } from './live.ts';
import './run-bars.css';

type Entity = 'asset' | 'finding';

const TITLES = { asset: 'Assets', finding: 'Findings' } as const;

function barState(run: RunProgress, entity: Entity): 'waiting' | 'going' | 'done' | 'failed' {
  if (run.complete[entity]) return 'done';
  if (!isOpen(run)) return 'failed';
  return run.state === 'PLANNED' ? 'waiting' : 'going';
}

function formatNote(run: RunProgress, entity: Entity): string {
  const { added, changed, unchanged, returned } = run.written[entity];
  const { rejected } = run.report.entities[entity];
  const parts: readonly (readonly [number, string])[] = [
    [added, 'new'],
    [changed, 'changed'],
    [returned, 'found again'],
    [unchanged, 'unchanged'],
    [rejected, 'rejected'],
  ];
  const counts = parts.filter(([count]) => count > 0).map(([count, change]) => `${formatNumber(count)} ${change}`);
  return counts.length === 0 ? 'none yet' : counts.join(' · ');
}

/** Sums the slices of all streams, because a slice does not report which entity it produces. */
const countRead = ({ streams }: RunProgress) => ({
  value: streams.reduce((sum, { done }) => sum + done, 0),
  of: streams.reduce((sum, { slices }) => sum + slices, 0) || undefined,
});

/** Progress bars for the assets and the findings of a run. */
export const RunBars = ({ run }: { readonly run: RunProgress }) => (
  <div class="run-bars">
    {(['asset', 'finding'] as const).map((entity) => (
      <Progress
        key={entity}
        label={TITLES[entity]}
        {...countRead(run)}
        state={barState(run, entity)}
        note={formatNote(run, entity)}
      />
    ))}
  </div>
);
