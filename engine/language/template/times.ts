import { engineError } from '../../base/errors/index.ts';
import { isDuration, isInstant, isZone, parseDurationMs } from '../../base/time/index.ts';
import { compileTemplate } from './template.ts';
import type { TemplateScope } from './template-scope.ts';

interface Form {
  /** Completes "which is not …". */
  readonly noun: string;
  readonly fix: string;
  readonly accepts: (text: string) => boolean;
}

const DURATION: Form = {
  noun: 'an ISO 8601 duration',
  fix: 'Use an ISO 8601 duration such as PT30S or P6M.',
  accepts: isDuration,
};

const INSTANT: Form = {
  noun: 'a point in time',
  fix: 'Use a time such as 2025-01-31T00:00:00Z, or a duration relative to now such as -P6M.',
  accepts: isInstant,
};

const ZONE: Form = {
  noun: 'an IANA time zone',
  fix: 'Use an IANA time zone such as Europe/Berlin.',
  accepts: isZone,
};

/** Renders and validates `source`; errors name the setting. Throws CONFIG_INVALID, TEMPLATE_*. */
function renderAs({ noun, fix, accepts }: Form, source: string, scope: TemplateScope): string {
  const template = compileTemplate(source, 'text');
  const text = template.render(scope);
  if (accepts(text)) return text;
  const setting = template.names.find(([root]) => root === 'settings')?.[1];
  throw setting === undefined
    ? engineError('CONFIG_INVALID', { path: '', problem: `"${text}" is not ${noun}`, fix })
    : engineError('CONFIG_INVALID', {
        path: `/settings/${setting}`,
        problem: `with the setting "${setting}", "${source}" becomes "${text}", which is not ${noun}`,
        fix,
      });
}

/** Renders a manifest's duration. Throws CONFIG_INVALID, which names the setting. */
export const renderDuration = (source: string, scope: TemplateScope): string => renderAs(DURATION, source, scope);

/** Renders a manifest's instant. Throws CONFIG_INVALID, which names the setting. */
export const renderInstant = (source: string, scope: TemplateScope): string => renderAs(INSTANT, source, scope);

/** Renders a manifest's time zone. Throws CONFIG_INVALID, which names the setting. */
export const renderZone = (source: string, scope: TemplateScope): string => renderAs(ZONE, source, scope);

/** Resolves a manifest's duration to milliseconds. Throws CONFIG_INVALID, which names the setting. */
export const resolveDuration = (source: string, scope: TemplateScope): number =>
  parseDurationMs(renderDuration(source, scope));
