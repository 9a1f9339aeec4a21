import type { Reject } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { handOverSample } from '../app/sample-handoff.ts';

/** Opens a map with the item that it refused as the sample, at the field that refused it. */
export function openInMapping(connector: string, map: string, { sample, pointer }: Reject): void {
  handOverSample({ connector, map, text: sample });
  const target = pointer.split('/').filter(Boolean).at(-1) ?? '';
  const asked = new URLSearchParams({ sample: 'own', ...(target === '' ? {} : { target }) });
  navigate(`/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}?${asked}`);
}
