import { hash } from 'node:crypto';
import type { RunSetup } from '../connections/index.ts';

/** What of a sealed text stays the same while the key that wraps it is rotated. */
const MARK_CHARS = 24;

/** Names credentials, with the settings beside them, by their sealed texts, which are anew whenever they are entered. */
export function fingerprintCredentials({ settings, secrets }: Pick<RunSetup, 'settings' | 'secrets'>): string {
  const marks = secrets.map(({ field, origin, sealed }) => [field, origin, sealed.slice(-MARK_CHARS)]);
  return hash('sha256', JSON.stringify([settings, marks]), 'base64url');
}
