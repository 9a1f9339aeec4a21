import { engineError } from '../../../base/errors/index.ts';
import type { ConnectionTestResult } from '../../../workbench/check/index.ts';

/** Throws CHECK_FAILED, with the fix of the failed check, unless all checks passed. */
export function expectPassed({ ok, checks }: ConnectionTestResult): void {
  const failed = checks.find(({ status }) => status === 'failed');
  if (ok || !failed) return;
  const { title, code, fix } = failed;
  throw engineError('CHECK_FAILED', { check: title, code: code ?? '', fix });
}
