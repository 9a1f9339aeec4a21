import { type EngineError, isEngineError } from '../../../base/errors/index.ts';
import { isDuration, isInstant, isZone } from '../../../base/time/index.ts';
import { parseExpression } from '../../../language/expression/index.ts';
import { compileTemplate } from '../../../language/template/index.ts';
import { placeOfSite } from '../../reads.ts';
import type { Manifest } from '../../types.generated.ts';
import type { LintContext, Rule, Violation } from '../rule.ts';

/** Converts an error of the catalogue into a violation. */
export const toViolation = (path: string, error: EngineError): Violation => {
  const { position } = error.details;
  return { path, message: error.message, fix: error.fix, ...(typeof position === 'number' ? { position } : {}) };
};

function tryCompile(path: string, compile: () => unknown): Violation | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    // regexes/linear reports these.
    if (isEngineError(error)) return error.code === 'REGEX_NOT_LINEAR' ? undefined : toViolation(path, error);
    throw error;
  }
}

function* findExpressionErrors({ sites }: LintContext): Iterable<Violation> {
  for (const { kind, path, source } of sites) {
    const found = kind === 'expression' ? tryCompile(path, () => parseExpression(source)) : undefined;
    if (found) yield found;
  }
}

function* findTemplateErrors({ sites }: LintContext): Iterable<Violation> {
  for (const site of sites) {
    const { kind, path, source } = site;
    const found =
      kind === 'expression' ? undefined : tryCompile(path, () => compileTemplate(source, placeOfSite(site)));
    if (found) yield found;
  }
}

/** Template that is one setting. */
const ONE_SETTING = /^\{\{\s*settings\.([A-Za-z0-9_]+)\s*\}\}$/;

/** Returns the number setting that is all of a duration or an instant: its digits are neither. */
function findNumberSetting({ settings }: Manifest, source: string): string | undefined {
  const name = ONE_SETTING.exec(source)?.[1] ?? '';
  const { type } = (Object.hasOwn(settings.properties, name) ? settings.properties[name] : undefined) ?? {};
  return type === 'integer' || type === 'number' ? name : undefined;
}

const TIME_FIXES = {
  duration: (name: string) => `Add the unit: PT{{settings.${name}}}S.`,
  instant: (name: string) =>
    `Use a text setting, or derive one that is a timestamp: {"derive": "$fromMillis(${name} * 1000)"} for epoch seconds.`,
} as const;

/** Checks durations, instants and time zones without templates. Those with templates are checked when the settings are known. */
function* findTimeErrors({ manifest, sites }: LintContext): Iterable<Violation> {
  for (const { kind, path, source } of sites) {
    const name = kind === 'duration' || kind === 'instant' ? findNumberSetting(manifest, source) : undefined;
    if (name !== undefined && (kind === 'duration' || kind === 'instant'))
      yield {
        path,
        message: `the setting "${name}" is a number, not a${kind === 'instant' ? 'n' : ''} ${kind}`,
        fix: TIME_FIXES[kind](name),
      };
    if (source.includes('{{')) continue;
    if (kind === 'duration' && !isDuration(source))
      yield { path, message: `"${source}" is not a duration`, fix: 'Use an ISO 8601 duration such as PT30S or P6M.' };
    if (kind === 'zone' && !isZone(source))
      yield { path, message: `"${source}" is not a time zone`, fix: 'Use an IANA time zone such as Europe/Berlin.' };
    if (kind === 'instant' && !isInstant(source))
      yield {
        path,
        message: `"${source}" is not an instant`,
        fix: 'Use a timestamp such as 2025-01-31T00:00:00Z, or a signed duration such as -P6M.',
      };
  }
}

export const SYNTAX_RULES = {
  'syntax/expression': {
    sentence: 'Every expression is valid JSONata.',
    severity: 'error',
    check: findExpressionErrors,
  },
  'syntax/template': {
    sentence: 'Every template is valid and uses only known helpers.',
    severity: 'error',
    check: findTemplateErrors,
  },
  'syntax/time': {
    sentence: 'Every duration, instant and time zone is valid.',
    severity: 'error',
    check: findTimeErrors,
  },
} as const satisfies Record<string, Rule>;
