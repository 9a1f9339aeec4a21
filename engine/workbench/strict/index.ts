import { toEngineError } from '../../base/errors/index.ts';
import { runCase } from '../replay/index.ts';
import { type Evidence, gatherEvidence, type Replaying } from './evidence.ts';
import { findStrictProblems, type StrictProblem } from './rules.ts';

export { STRICT_RULES, type StrictProblem } from './rules.ts';

/** Checks the manifest, the guide and the recorded cases in a connector's folder against the strict rules. */
export async function checkStrictly(
  parsed: Pick<Evidence, 'manifest' | 'issues'>,
  folder: string,
  replaying: Replaying = { replay: runCase },
): Promise<StrictProblem[]> {
  try {
    return findStrictProblems(await gatherEvidence(parsed, folder, replaying));
  } catch (error) {
    const { code, message, fix } = toEngineError(error);
    return [{ rule: 'strict/replay', message: `${code}: ${message}`, fix }];
  }
}
