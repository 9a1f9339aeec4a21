import { hasErrors } from '../../../../manifest/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import { FLAG, OBJECTS, objectOf, SUBJECT } from '../inputs.ts';
import { readSubject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';

/** Validates a manifest, like `mapwright validate`. */
export const createValidateTool = (workspace: Workspace) =>
  defineTool<SubjectInput>({
    name: 'validate',
    title: 'Validate a manifest',
    description:
      'Checks a manifest against the JSON Schema and the lint rules. Returns every problem with its rule, its JSON pointer ("path"), the position in the expression where there is one, a message and a fix. Errors make the manifest invalid, warnings do not.',
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: objectOf(SUBJECT),
    output: { valid: FLAG, issues: OBJECTS },
    async run(input) {
      const { issues } = (await readSubject(input, workspace)).read;
      return { valid: !hasErrors(issues), issues };
    },
  });
