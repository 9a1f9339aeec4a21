import { hash } from 'node:crypto';
import type { RunSetup } from '../connections/index.ts';

/** Length of the end of a sealed text, which a key rotation does not change. */
const MARK_CHARS = 24;

/** Hashes settings and encrypted secrets. The hash changes whenever a secret is entered, but not when keys are rotated. */
export function fingerprintCredentials({ settings, secrets }: Pick<RunSetup, 'settings' | 'secrets'>): string {
  const marks = secrets.map(({ field, origin, sealed }) => [field, origin, sealed.slice(-MARK_CHARS)]);
  return hash('sha256', JSON.stringify([settings, marks]), 'base64url');
}
