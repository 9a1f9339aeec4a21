import { hash } from 'node:crypto';
import { type Json, stableStringify } from '../base/json/index.ts';
import { openSettings } from '../manifest/index.ts';
import type { LoadedConfig } from './load-config.ts';
import type { LoadedConnector } from './load-connector.ts';

/** What a run reads and where it writes. */
export interface RunTargets {
  readonly streams: readonly string[] | undefined;
  readonly destinations: readonly string[];
}

/**
 * What must be the same for a stopped run to be gone on with, as a hash. Secrets are left out: nothing stored may be
 * derived from one, and a key that was rotated meanwhile reads the same data.
 */
export function computeRunFingerprint(
  { manifest, text }: LoadedConnector,
  config: LoadedConfig,
  scope: RunTargets,
): string {
  const parts = { ...config, settings: openSettings(manifest, config.settings), manifest: text, ...scope };
  return hash('sha256', stableStringify(JSON.parse(JSON.stringify(parts)) as Json), 'base64url');
}
