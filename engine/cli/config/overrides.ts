import { engineError } from '../../base/errors/index.ts';
import { type SettingValues, setSetting, splitSettingPath } from '../../manifest/index.ts';
import type { Config } from '../../pipeline/connector/index.ts';

const FORM = /^(settings|filters)\.([^=]+)=(.*)$/s;

/**
 * Applies the overrides of `--set` to a config: `settings.<name>=<value>`, `settings.<group>.<name>=<value>`,
 * `filters.<stream>=<text>`. Values are strings; the settings schema converts them to numbers, booleans and lists. Throws USAGE.
 */
export function applyOverrides(config: Config, overrides: readonly string[] = []): Config {
  const changed = { ...config, settings: { ...config.settings }, filters: { ...config.filters } };
  for (const override of overrides) {
    const [, part, name, value] = FORM.exec(override) ?? [];
    if (name === undefined || value === undefined) {
      const key = override.split('=')[0];
      throw engineError('USAGE', {
        problem: `invalid --set "${key}": use settings.<name>=<value> or filters.<stream>=<text>`,
      });
    }
    if (part === 'filters') changed.filters[name] = value;
    else
      changed.settings = setSetting(
        changed.settings as SettingValues,
        splitSettingPath(name),
        value,
      ) as Config['settings'];
  }
  return changed;
}
