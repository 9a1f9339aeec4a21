import type { RunProgress } from '../api/types.generated.ts';
import { Progress } from '../components/progress.tsx';
import './run-bars.css';

type Entity = 'asset' | 'finding';

const TITLES = { asset: 'Assets', finding: 'Findings' } as const;

const isOver = ({ state }: Pick<RunProgress, 'state'>): boolean => state !== 'PLANNED' && state !== 'PROCESSING';

function barState(run: RunProgress, entity: Entity): 'waiting' | 'going' | 'done' | 'failed' {
  if (run.complete[entity]) return 'done';
  if (isOver(run)) return 'failed';
  return run.state === 'PLANNED' ? 'waiting' : 'going';
}

const number = new Intl.NumberFormat('en');

function formatNote(run: RunProgress, entity: Entity): string {
  const { added, changed, unchanged, returned } = run.written[entity];
  const { rejected } = run.report.entities[entity];
  const parts: readonly (readonly [number, string])[] = [
    [added, 'new'],
    [changed, 'changed'],
    [returned, 'came back'],
    [unchanged, 'unchanged'],
    [rejected, 'rejected'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${number.format(count)} ${word}`);
  return said.length === 0 ? 'none yet' : said.join(' · ');
}

/** Slices that bring this entity cannot be told apart from here: how much is read of all that is planned so far. */
const countRead = ({ streams }: RunProgress) => ({
  value: streams.reduce((sum, { done }) => sum + done, 0),
  of: streams.reduce((sum, { slices }) => sum + slices, 0) || undefined,
});

/** How far the assets and the findings of a run are: the guides call it processed when only the assets are in. */
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
