import type { Issue } from '../issue.ts';
import type { Site } from '../sites.ts';
import type { Manifest } from '../types.generated.ts';

/** Input of a rule. */
export interface LintContext {
  readonly manifest: Manifest;
  readonly sites: readonly Site[];
}

/** Violation of a rule: an issue without the rule's name and severity. */
export type Violation = Pick<Issue, 'path' | 'message' | 'fix' | 'position'>;

/** Lint rule: a sentence that is true of a valid manifest, and a check that yields the violations. */
export interface Rule {
  readonly sentence: string;
  readonly severity: Issue['severity'];
  readonly check: (context: LintContext) => Iterable<Violation>;
}

/** Formats path steps as a JSON pointer (RFC 6901), for example `/streams/issues/records`. */
export const pointerTo = (...path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
