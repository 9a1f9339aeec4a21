import { checkSettings, isSecretSetting, type Manifest, openSettings } from '../../manifest/index.ts';
import type { SettingValue } from '../../pipeline/connector/index.ts';
import { findOrigins } from '../../workbench/check/origins.ts';

type Settings = Readonly<Record<string, SettingValue>>;

/** The names of the manifest's secret settings. */
export const listSecretFields = (manifest: Manifest): readonly string[] =>
  Object.keys(manifest.settings.properties).filter((name) => isSecretSetting(manifest, name));

/** The origins that a connection's secrets may be sent to, by its manifest and open settings. Throws URL_INVALID. */
export async function resolveSecretOrigins(manifest: Manifest, settings: Settings): Promise<readonly string[]> {
  const { values } = await checkSettings(manifest.settings, openSettings(manifest, settings));
  const scope = { settings: openSettings(manifest, values), filters: {} };
  return findOrigins({ manifest, scope })
    .map(({ origin }) => origin)
    .sort();
}

/** Origins as a secret's row keeps them. */
export const formatOrigins = (origins: readonly string[]): string => origins.join(' ');

/** Those of `asked` that a secret was not entered for. */
export const findStrangeOrigins = (bound: string, asked: readonly string[]): readonly string[] => {
  const known = new Set(bound.split(' '));
  return asked.filter((origin) => !known.has(origin));
};
