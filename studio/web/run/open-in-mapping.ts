import type { Reject } from '../api/types.generated.ts';
import { handSample } from '../app/handed-sample.ts';
import { navigate } from '../app/router.ts';

/** Opens a map with the item that it refused as the sample, at the field that refused it. */
export function openInMapping(connector: string, map: string, { sample, pointer }: Reject): void {
  handSample({ connector, map, text: sample });
  const target = pointer.split('/').filter(Boolean).at(-1) ?? '';
  const asked = new URLSearchParams({ sample: 'own', ...(target === '' ? {} : { target }) });
  navigate(`/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}?${asked}`);
}
