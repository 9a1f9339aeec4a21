import { useEffect, useRef, useState } from 'preact/hooks';
import { useEvents } from '../api/events.ts';

const PAUSE_MS = 2_000;

/** A number that grows when runs have moved, every two seconds at most: what they bring is asked for again. */
export function useMoves(): number {
  const [moves, setMoves] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const moved = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setMoves((count) => count + 1);
    }, PAUSE_MS);
  };
  useEvents({ run: moved, reset: moved }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return moves;
}
