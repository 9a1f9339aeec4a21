import { engineError } from '../base/errors/index.ts';
import type { Config } from '../pipeline/connector/index.ts';

const FORM = /^(settings|filters)\.([^=]+)=(.*)$/s;

/**
 * The config with what `--set` says in place of its own: `settings.<name>=<value>`, `filters.<stream>=<text>`. Values
 * are texts; a setting's schema makes numbers and booleans of them. Throws USAGE.
 */
export function applyOverrides(config: Config, overrides: readonly string[] = []): Config {
  const changed = { ...config, settings: { ...config.settings }, filters: { ...config.filters } };
  for (const override of overrides) {
    const [, part, name, value] = FORM.exec(override) ?? [];
    if (name === undefined || value === undefined) {
      const key = override.split('=')[0];
      throw engineError('USAGE', {
        problem: `--set takes settings.<name>=<value> or filters.<stream>=<text>, not "${key}"`,
      });
    }
    changed[part === 'filters' ? 'filters' : 'settings'][name] = value;
  }
  return changed;
}
