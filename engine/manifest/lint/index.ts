import type { Issue } from '../issue.ts';
import { findSites } from '../sites.ts';
import type { Manifest } from '../types.generated.ts';
import type { Rule } from './rule.ts';
import { CREDENTIAL_RULES } from './rules/credentials.ts';
import { FLOW_RULES } from './rules/flow.ts';
import { HOST_RULES } from './rules/hosts.ts';
import { NAME_RULES } from './rules/names.ts';
import { PAGING_RULES } from './rules/paging.ts';
import { REGEX_RULES } from './rules/regexes.ts';
import { SCOPE_RULES } from './rules/scope.ts';
import { SETTING_RULES } from './rules/settings.ts';
import { SYNTAX_RULES } from './rules/syntax.ts';
import { TARGET_RULES } from './rules/targets.ts';

/** What a good manifest fulfils beyond the schema: by stable name, a sentence each. */
export const LINT_RULES: Readonly<Record<string, Rule>> = {
  ...NAME_RULES,
  ...SYNTAX_RULES,
  ...REGEX_RULES,
  ...SCOPE_RULES,
  ...SETTING_RULES,
  ...CREDENTIAL_RULES,
  ...TARGET_RULES,
  ...FLOW_RULES,
  ...PAGING_RULES,
  ...HOST_RULES,
};

/** What is looked for: everything, or what keeps a manifest from being run. */
export type LintFor = 'all' | 'errors';

/** What the schema cannot see, all at once: one issue a problem, in the order of the rules. Never throws. */
export function lint(manifest: Manifest, wanted: LintFor = 'all'): Issue[] {
  const context = { manifest, sites: findSites(manifest) };
  const rules = Object.entries(LINT_RULES).filter(([, { severity }]) => wanted === 'all' || severity === 'error');
  return rules.flatMap(([rule, { severity, check }]) =>
    [...check(context)].map((found) => ({ rule, severity, ...found })),
  );
}
