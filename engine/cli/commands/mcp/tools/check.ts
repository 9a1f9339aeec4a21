import { defineTool } from '../../../../protocol/mcp/index.ts';
import { runConnectionTest } from '../../../../workbench/check/index.ts';
import { toCheckRow } from '../../../text/check-text.ts';
import { connect, withPorts } from '../connect.ts';
import { CONFIG, FLAG, OBJECTS, objectOf, SUBJECT } from '../inputs.ts';
import { loadSubject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';

interface Input extends SubjectInput {
  readonly config: unknown;
}

/** Tests a connection, like `mapwright check`. */
export const createCheckTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'check',
    title: 'Test a connection',
    description:
      'Sends requests to the vendor: tests network, TLS, authentication, authorization and data, in this order, and returns each result with its code and fix. Secrets are references.',
    annotations: { readOnlyHint: true, openWorldHint: true },
    input: objectOf({ ...SUBJECT, config: CONFIG }, ['config']),
    output: { ok: FLAG, checks: OBJECTS },
    async run({ config, ...subject }, { signal, report }) {
      const { read } = await loadSubject(subject, workspace);
      const connector = await connect(read, { config }, workspace);
      const { allowPrivate } = workspace;
      return withPorts(workspace, async (ports) => {
        const onCheck = ({ title, status }: { readonly title: string; readonly status: string }) =>
          report(`${title}: ${status}`);
        const { ok, checks } = await runConnectionTest(connector, { ports, allowPrivate, signal, onCheck });
        signal.throwIfAborted();
        return { ok, checks: checks.map(toCheckRow) };
      });
    },
  });
