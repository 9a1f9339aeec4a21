import { useEffect, useRef, useState } from 'preact/hooks';
import { useEvents } from '../api/events.ts';

const PAUSE_MS = 2_000;

/** Returns a number that grows when runs report progress, at most every two seconds, to refresh lists. */
export function useMoves(): number {
  const [version, setVersion] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setVersion((current) => current + 1);
    }, PAUSE_MS);
  };
  useEvents({ run: refresh, reset: refresh }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return version;
}
