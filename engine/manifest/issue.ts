import { type EngineError, engineError } from '../base/errors/index.ts';

/** Problem of a manifest or of a connection's settings. Returned, never thrown. */
export interface Issue {
  /** Stable name of the rule, such as `schema/required` or `flow/cycle`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** JSON pointer (RFC 6901) into the manifest or the settings. */
  readonly path: string;
  /** Description of the problem. */
  readonly message: string;
  /** Suggested fix, as an imperative sentence. */
  readonly fix: string;
  /** Character offset in the expression, the template or the text that is not valid JSON. */
  readonly position?: number;
}

const isError = ({ severity }: Issue): boolean => severity === 'error';

/** Returns true if any issue has severity error, which makes the manifest invalid. */
export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(isError);

/** Creates MANIFEST_INVALID for a manifest with errors. The message quotes the first one. */
export function invalidManifest(connector: string, issues: readonly Issue[]): EngineError {
  const errors = issues.filter(isError);
  const { path = '', message = 'it is not a manifest', fix } = errors[0] ?? {};
  return engineError('MANIFEST_INVALID', { connector, count: errors.length, path, problem: message, fix });
}
