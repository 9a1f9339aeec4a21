import expectedSchema from '../../../../schemas/expected.schema.json' with { type: 'json' };
import recordingSchema from '../../../../schemas/recording.schema.json' with { type: 'json' };
import { engineError } from '../../../base/errors/index.ts';
import { toPointer } from '../../../base/json/index.ts';
import { checkArgument } from '../../../protocol/mcp/index.ts';
import type { CaseOutcome, CaseSource, Expected, Recording } from '../../../workbench/replay/index.ts';

/** Recorded case as a client sends it. */
export interface GivenCase {
  readonly name: string;
  readonly recording: Recording;
  readonly expected?: Expected;
}

/** Checks the recordings and expected outcomes of cases. Throws TOOL_INPUT_INVALID. */
export function checkCases(cases: readonly GivenCase[]): void {
  for (const [at, { recording, expected }] of cases.entries()) {
    checkArgument(recordingSchema, recording, toPointer(['cases', at, 'recording']));
    if (expected) checkArgument(expectedSchema, expected, toPointer(['cases', at, 'expected']));
  }
}

/** Returns given cases as a source. A case without an expected outcome expects the one in `outcomes`. */
export function createCaseSource(cases: readonly GivenCase[], outcomes: ReadonlyMap<string, CaseOutcome>): CaseSource {
  const find = (name: string): GivenCase => {
    const found = cases.find((one) => one.name === name);
    if (!found) throw engineError('SAMPLE_UNREADABLE', { file: name, reason: 'the case is not given' });
    return found;
  };
  return {
    listNames: async () => cases.map(({ name }) => name),
    readRecording: async (name) => find(name).recording,
    async readExpected(name) {
      const expected = find(name).expected ?? outcomes.get(name)?.outcome;
      if (!expected) throw engineError('SAMPLE_UNREADABLE', { file: name, reason: 'it has no expected outcome' });
      return expected;
    },
  };
}
