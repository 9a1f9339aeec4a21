import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

const SECOND = 1_000;

/** Returns the current time, updated every second. */
export function useNow(): number {
  const now = useMemo(() => signal(Date.now()), []);
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, SECOND);
    return () => clearInterval(timer);
  }, [now]);
  return now.value;
}
