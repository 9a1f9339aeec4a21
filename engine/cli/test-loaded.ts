import { type CaseOutcome, type CaseResult, type runCase, testConnector } from '../workbench/replay/index.ts';
import type { TaskRunner } from '../workbench/sandbox/index.ts';
import { checkStrictly, type StrictProblem } from '../workbench/strict/index.ts';
import type { LoadedConnector } from './load-connector.ts';

/** Result of the test of one connector. `problems` is present after strict checks. */
export interface ConnectorResult {
  readonly connector: string;
  readonly cases: readonly CaseResult[];
  readonly problems?: readonly StrictProblem[];
}

/** Returns a function that replays a recording by a task runner. */
export const createReplayer =
  (runner: TaskRunner): typeof runCase =>
  (manifest, recording) =>
    runner.call('replay', { manifest, recording });

/** Replays the recorded cases in a connector's folder and, with `strict`, runs the strict checks. */
export async function testLoaded(
  { manifest, folder, issues }: LoadedConnector,
  replay: typeof runCase,
  { update = false, strict = false }: { readonly update?: boolean; readonly strict?: boolean } = {},
): Promise<ConnectorResult> {
  const outcomes = new Map<string, CaseOutcome>();
  const cases = await testConnector(manifest, folder, {
    update,
    replay,
    onOutcome: (name, outcome) => outcomes.set(name, outcome),
  });
  if (!strict) return { connector: manifest.id, cases };
  const problems = await checkStrictly({ manifest, issues }, folder, { replay, outcomes });
  return { connector: manifest.id, cases, problems };
}
