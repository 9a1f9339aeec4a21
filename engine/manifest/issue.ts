import { type EngineError, engineError } from '../base/errors/index.ts';

/** One problem of a manifest or of a connection's settings: a value, never thrown. */
export interface Issue {
  /** Stable name: `schema/required`, `partition/cycle`, … */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** RFC 6901, into the manifest. */
  readonly path: string;
  /** A sentence that says what is wrong. */
  readonly message: string;
  /** A sentence that says what to do. */
  readonly fix: string;
  /** Characters from the start of the expression, of the template, or of a text that is not JSON. */
  readonly position?: number;
}

const isError = ({ severity }: Issue): boolean => severity === 'error';

/** Whether any of `issues` makes the manifest unusable. */
export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(isError);

/** MANIFEST_INVALID for a manifest with issues that are errors: it quotes the first of them. */
export function invalidManifest(connector: string, issues: readonly Issue[]): EngineError {
  const errors = issues.filter(isError);
  const { path = '', message = 'it is not a manifest', fix } = errors[0] ?? {};
  return engineError('MANIFEST_INVALID', { connector, count: errors.length, path, problem: message, fix });
}
