import type { SettingsSchema } from './types.generated.ts';

/** Part of a manifest that declares the settings. */
interface Declared {
  readonly settings: SettingsSchema;
}

/** Returns true if a manifest declares a setting as a secret by `"writeOnly": true`. */
export const isSecretSetting = ({ settings }: Declared, name: string): boolean =>
  settings.properties[name]?.writeOnly === true;

/** Returns the settings that are not secret and may be displayed, hashed and bound in expressions. */
export const openSettings = <V>(declared: Declared, values: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretSetting(declared, name)));
