import { hash } from 'node:crypto';
import { type Json, stableStringify } from '../../../base/json/index.ts';
import { openSettings } from '../../../manifest/index.ts';
import type { RunLimits } from '../../../pipeline/run/run-limits.ts';
import type { LoadedConfig } from '../../config/load-config.ts';
import type { LoadedConnector } from '../../load-connector.ts';

/** Streams that a run reads and destinations that it writes. */
export interface RunTargets {
  readonly streams: readonly string[] | undefined;
  readonly destinations: readonly string[];
  /** Limits of a trial run. */
  readonly limits?: RunLimits;
}

/**
 * Hashes everything that must be unchanged for a stopped run to be resumed. Excludes secrets: nothing that is stored may be
 * derived from them, and a rotated key reads the same data.
 */
export function computeRunFingerprint(
  { manifest, text }: LoadedConnector,
  config: LoadedConfig,
  scope: RunTargets,
): string {
  const parts = { ...config, settings: openSettings(manifest, config.settings), manifest: text, ...scope };
  return hash('sha256', stableStringify(JSON.parse(JSON.stringify(parts)) as Json), 'base64url');
}
