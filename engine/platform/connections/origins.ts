import { checkSettings, type Manifest, openSettings } from '../../manifest/index.ts';
import type { SettingValue } from '../../pipeline/connector/index.ts';
import { findOrigins } from '../../workbench/check/origins.ts';

type Settings = Readonly<Record<string, SettingValue>>;

/** Lists the origins to which a connection's secrets may be sent, from its manifest and plain settings. Throws URL_INVALID. */
export async function resolveSecretOrigins(manifest: Manifest, settings: Settings): Promise<readonly string[]> {
  const { values } = await checkSettings(manifest.settings, openSettings(manifest, settings));
  const scope = { settings: openSettings(manifest, values), filters: {} };
  return findOrigins({ manifest, scope })
    .map(({ origin }) => origin)
    .sort();
}

/** Formats origins for the row of a secret. */
export const formatOrigins = (origins: readonly string[]): string => origins.join(' ');

/** Returns the requested origins for which a secret was not entered. */
export const findUnboundOrigins = (bound: string, requested: readonly string[]): readonly string[] => {
  const known = new Set(bound.split(' '));
  return requested.filter((origin) => !known.has(origin));
};
