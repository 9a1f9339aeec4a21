import type { Issue } from '../issue.ts';
import { findSites } from '../sites.ts';
import type { Manifest } from '../types.generated.ts';
import type { Rule } from './rule.ts';
import { AUTH_RULES } from './rules/auth.ts';
import { CREDENTIAL_RULES } from './rules/credentials.ts';
import { CURSOR_RULES } from './rules/cursors.ts';
import { DECODER_RULES } from './rules/decoders.ts';
import { ENTITY_RULES } from './rules/entities.ts';
import { ERROR_RULES } from './rules/error-rules.ts';
import { FLOW_RULES } from './rules/flow.ts';
import { HOST_RULES } from './rules/hosts.ts';
import { JOB_RULES } from './rules/jobs.ts';
import { NAME_RULES } from './rules/names.ts';
import { PAGING_RULES } from './rules/paging.ts';
import { REGEX_RULES } from './rules/regexes.ts';
import { REQUEST_RULES } from './rules/requests.ts';
import { SCOPE_RULES } from './rules/scope.ts';
import { SETTING_RULES } from './rules/settings.ts';
import { SYNTAX_RULES } from './rules/syntax.ts';
import { TARGET_RULES } from './rules/targets.ts';

/** Lint rules by stable name, in the order of reporting. */
export const LINT_RULES: Readonly<Record<string, Rule>> = {
  ...NAME_RULES,
  ...ENTITY_RULES,
  ...SYNTAX_RULES,
  ...REGEX_RULES,
  ...SCOPE_RULES,
  ...SETTING_RULES,
  ...AUTH_RULES,
  ...CREDENTIAL_RULES,
  ...TARGET_RULES,
  ...FLOW_RULES,
  ...CURSOR_RULES,
  ...DECODER_RULES,
  ...PAGING_RULES,
  ...REQUEST_RULES,
  ...ERROR_RULES,
  ...JOB_RULES,
  ...HOST_RULES,
};

/** Rules to run: all of them, only those of severity error, which prevent a run, or none, to read what a manifest states. */
export type LintScope = 'all' | 'errors' | 'none';

/** Checks a manifest that matches the schema against the lint rules. Returns one issue per problem. Never throws. */
export function lint(manifest: Manifest, scope: LintScope = 'all'): Issue[] {
  if (scope === 'none') return [];
  const context = { manifest, sites: findSites(manifest) };
  const rules = Object.entries(LINT_RULES).filter(([, { severity }]) => scope === 'all' || severity === 'error');
  return rules.flatMap(([rule, { severity, check }]) =>
    [...check(context)].map((violation) => ({ rule, severity, ...violation })),
  );
}
