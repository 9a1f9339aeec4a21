import { useState } from 'preact/hooks';
import { runs } from '../api/platform.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { formatCount } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { readRejectsRun } from './map-samples.ts';
import type { MappingModel } from './model.ts';
import { usedMap } from './place.ts';

/** Returns why mapping the rejects again would not use the edited map, or undefined if it would. */
function findObstacle({ edited, connections, connection, custom, map }: MappingModel): string | undefined {
  if (edited.value) return 'Save the map first';
  const now = connections.value.find(({ id }) => id === connection?.id);
  return now && usedMap(now, map) !== (custom.value?.id ?? '') ? `${now.name} uses another map` : undefined;
}

/** Notice that the sample contains rejected items of a run, with the action that maps all its rejects again. */
export function RejectedItems({ mapping }: { readonly mapping: MappingModel }) {
  const [isBusy, setIsBusy] = useState(false);
  const run = readRejectsRun(mapping.sampleName.value);
  if (run === undefined) return null;
  const obstacle = findObstacle(mapping);
  const remap = async () => {
    setIsBusy(true);
    const result = await runAndReport(() => runs.retry(run));
    setIsBusy(false);
    if (!result) return;
    const { remapped = 0, rejected = 0 } = result;
    showToast(`Remapped ${formatCount(remapped, 'reject')}; ${formatCount(rejected, 'reject')} remaining.`);
  };
  return (
    <div class="notice" role="status">
      <Icon name="alert" />
      <span>
        <b>Rejected items.</b> The sample contains items that{' '}
        <a href={`/runs/${run}?tab=rejects`}>
          run <span class="mono">{run.slice(0, 8)}</span>
        </a>{' '}
        rejected for one cause. Fix the map, save it and use it in the connection, then remap the rejects.
      </span>
      {mapping.rejectedBy === run && (
        <Button disabled={obstacle !== undefined || isBusy} title={obstacle} onClick={() => void remap()}>
          Remap rejects
        </Button>
      )}
    </div>
  );
}
