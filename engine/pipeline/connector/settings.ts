import { engineError } from '../../base/errors/index.ts';
import { createSecret, type Secret } from '../../base/secret/index.ts';
import { checkSettings, isSecretSetting, type Manifest, openSettings } from '../../manifest/index.ts';
import type { SettingValue } from './connector.ts';

/** A connection's settings, checked and filled, in the two forms that the stages need. */
export interface Settings {
  /** With secrets wrapped. */
  readonly all: Readonly<Record<string, SettingValue | Secret>>;
  /** Without secrets. */
  readonly visible: Readonly<Record<string, SettingValue>>;
  /** The texts of the secrets. */
  readonly secrets: readonly string[];
}

/** Checks given settings against the manifest and fills defaults. Throws SETTING_MISSING, CONFIG_INVALID. */
export async function compileSettings(
  manifest: Manifest,
  given: Readonly<Record<string, SettingValue>>,
): Promise<Settings> {
  const { values, issues } = await checkSettings(manifest.settings, given);
  const [first] = issues;
  if (first) {
    const setting = first.path.slice(1);
    if (first.rule === 'setting/missing') throw engineError('SETTING_MISSING', { setting });
    throw engineError('CONFIG_INVALID', { path: `/settings${first.path}`, problem: first.message, fix: first.fix });
  }
  const entries = Object.entries(values);
  const hidden = entries.filter(([name]) => isSecretSetting(manifest, name));
  return {
    all: Object.fromEntries(
      entries.map(([name, value]) => [name, isSecretSetting(manifest, name) ? createSecret(String(value)) : value]),
    ),
    visible: openSettings(manifest, values),
    secrets: hidden.map(([, value]) => String(value)),
  };
}
