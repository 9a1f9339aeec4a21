import { engineError } from '../../../../base/errors/index.ts';
import { defineTool, type ToolCall } from '../../../../protocol/mcp/index.ts';
import { type CaseOutcome, type CaseResult, type runCase, testCases } from '../../../../workbench/replay/index.ts';
import { type ConnectorResult, createReplayer, testLoaded } from '../../../test-loaded.ts';
import { checkCases, createCaseSource, type GivenCase } from '../cases.ts';
import { CASES, FLAG, OBJECT, OBJECTS, objectOf, SUBJECT, TEXT } from '../inputs.ts';
import { loadSubject, type Subject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';

interface Input extends SubjectInput {
  readonly cases?: readonly GivenCase[];
  readonly strict?: boolean;
}

const STRICT_NEEDS = 'the strict checks need "connector", and no "cases"';

type Loaded = Awaited<ReturnType<typeof loadSubject>>;

/** Replays given cases. `outcomes` contains what those without an expected outcome map to, for review. */
async function testGiven({ read }: Loaded, cases: readonly GivenCase[], replay: typeof runCase) {
  const outcomes = new Map<string, CaseOutcome>();
  const source = createCaseSource(cases, outcomes);
  const results = await testCases(read.manifest, source, {
    replay,
    onOutcome: (name, outcome) => outcomes.set(name, outcome),
  });
  const unexpected = cases.filter(({ expected }) => expected === undefined);
  const shown = unexpected.map(({ name }) => [name, outcomes.get(name)?.outcome ?? null] as const);
  return {
    connector: read.manifest.id,
    cases: results,
    ...(shown.length > 0 ? { outcomes: Object.fromEntries(shown) } : {}),
  };
}

const isPassed = (cases: readonly CaseResult[], { problems = [] }: Pick<ConnectorResult, 'problems'>): boolean =>
  cases.length > 0 && cases.every(({ passed }) => passed) && problems.length === 0;

/** Returns a function that replays recordings, and stops between two of them when the call is cancelled. */
function createCancellableReplayer({ runner }: Subject, { signal, report }: ToolCall): typeof runCase {
  const replay = createReplayer(runner);
  return (manifest, recording) => {
    signal.throwIfAborted();
    report(`replaying ${recording.description}`);
    return replay(manifest, recording);
  };
}

/** Replays recorded cases, like `mapwright test`. */
export const createTestTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'test',
    title: 'Replay recorded cases',
    description:
      'Replays recorded exchanges offline and compares the outcome with the expected one: of the connector\'s folder, or of the given cases. A given case without an expected outcome passes if it replays, and its outcome is returned for review. "strict" also checks that the cases of the folder cover streams, pages, targets and enum values.',
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: objectOf({
      ...SUBJECT,
      cases: CASES,
      strict: { ...FLAG, description: "Also run the strict checks, on the cases of the connector's folder." },
    }),
    output: {
      passed: FLAG,
      connector: TEXT,
      cases: { ...OBJECTS, description: 'Result of each case, with its differences.' },
      problems: { ...OBJECTS, description: 'Problems that the strict checks found.' },
      outcomes: { ...OBJECT, description: 'Outcomes of the given cases that have no expected one.' },
    },
    async run({ cases, strict = false, ...input }, call) {
      const subject = await loadSubject(input, workspace);
      const replay = createCancellableReplayer(subject, call);
      checkCases(cases ?? []);
      const isOfFolder = cases === undefined && input.connector !== undefined;
      if (strict && !isOfFolder) throw engineError('TOOL_INPUT_INVALID', { path: '/strict', problem: STRICT_NEEDS });
      const result = isOfFolder
        ? await testLoaded(subject.read, replay, { strict })
        : await testGiven(subject, cases ?? [], replay);
      return { passed: isPassed(result.cases, result as ConnectorResult), ...result };
    },
  });
