import { engineError } from '../../base/errors/index.ts';
import type { Config } from '../../pipeline/connector/index.ts';

const FORM = /^(settings|filters)\.([^=]+)=(.*)$/s;

/**
 * Applies the overrides of `--set` to a config: `settings.<name>=<value>`, `filters.<stream>=<text>`. Values are strings; the
 * settings schema converts them to numbers and booleans. Throws USAGE.
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
    changed[part === 'filters' ? 'filters' : 'settings'][name] = value;
  }
  return changed;
}
