import type { Issue } from '../issue.ts';
import type { Site } from '../sites.ts';
import type { Manifest } from '../types.generated.ts';

/** What a rule looks at. */
export interface LintContext {
  readonly manifest: Manifest;
  readonly sites: readonly Site[];
}

/** What a rule found: the issue without the rule's own words. */
export type Violation = Pick<Issue, 'path' | 'message' | 'fix' | 'position'>;

/** One rule: a sentence that a good manifest fulfils, and where this one does not. */
export interface Rule {
  readonly sentence: string;
  readonly severity: Issue['severity'];
  readonly check: (context: LintContext) => Iterable<Violation>;
}

/** `/streams/issues/records`: RFC 6901. */
export const pointerTo = (...path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
