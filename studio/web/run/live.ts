import { type ReadonlySignal, signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import type { RunProgress } from '../api/types.generated.ts';

/** Returns a run as a signal that follows its events. */
export function useRun(first: RunProgress): ReadonlySignal<RunProgress> {
  const run = useMemo(() => signal(first), [first]);
  useEvents(
    {
      run: (data) => {
        const progress = data as RunProgress;
        if (progress.id === run.value.id) run.value = progress;
      },
    },
    [run],
  );
  return run;
}

/** Returns true when a run is planned or in progress. */
export const isOpen = ({ state }: Pick<RunProgress, 'state'>): boolean => state === 'PLANNED' || state === 'PROCESSING';
