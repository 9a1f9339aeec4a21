import { useEffect, useState } from 'preact/hooks';

/** Width from which the text has room beside the other tabs. */
const QUERY = '(min-width: 1180px)';

/** Returns true while the text is beside the other tabs. */
export function useWide(): boolean {
  const [isWide, setWide] = useState(() => window.matchMedia(QUERY).matches);
  useEffect(() => {
    const list = window.matchMedia(QUERY);
    const update = () => setWide(list.matches);
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, []);
  return isWide;
}
