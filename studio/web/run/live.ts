import { type ReadonlySignal, signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useEvents } from '../api/events.ts';
import type { RunProgress } from '../api/types.generated.ts';

/** A run as it moves: as it was read, and then as events tell. */
export function useRun(first: RunProgress): ReadonlySignal<RunProgress> {
  const run = useMemo(() => signal(first), [first]);
  useEvents(
    {
      run: (told) => {
        const moved = told as RunProgress;
        if (moved.id === run.value.id) run.value = moved;
      },
    },
    [run],
  );
  return run;
}

/** Whether it has not ended. */
export const isOpen = ({ state }: Pick<RunProgress, 'state'>): boolean => state === 'PLANNED' || state === 'PROCESSING';
