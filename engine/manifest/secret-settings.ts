import type { SettingsSchema } from './types.generated.ts';

/** The part of a manifest that says which settings are secret. */
interface Declared {
  readonly settings: SettingsSchema;
}

/** Returns whether a manifest declares a setting as a secret, by `"writeOnly": true`. */
export const isSecretSetting = ({ settings }: Declared, name: string): boolean =>
  settings.properties[name]?.writeOnly === true;

/** Returns the settings that are not secret: what may be shown, hashed and bound in expressions. */
export const openSettings = <V>(declared: Declared, values: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretSetting(declared, name)));
