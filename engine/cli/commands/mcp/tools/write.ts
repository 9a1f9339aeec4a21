import { isObject, type Json, type JsonObject } from '../../../../base/json/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import { createReplayer } from '../../../test-loaded.ts';
import { checkCases, type GivenCase } from '../cases.ts';
import { CASES, FLAG, MANIFEST, OBJECTS, objectOf, TEXT, TEXTS, textOf } from '../inputs.ts';
import { loadSubject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';
import { findWriteFolder, type WriteTarget, writeConnector } from '../write-connector.ts';

interface Input extends WriteTarget {
  readonly manifest: NonNullable<SubjectInput['manifest']>;
  readonly cases?: readonly GivenCase[];
}

const toDraft = (manifest: Input['manifest']): JsonObject => {
  const value = typeof manifest === 'string' ? (JSON.parse(manifest) as Json) : manifest;
  return isObject(value) ? value : {};
};

/** Writes a connector's folder. */
export const createWriteTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'write',
    title: 'Write a connector',
    description:
      'Writes a valid manifest, the schemas of its entities and recorded cases to a folder inside the folder of the server. Each file is replaced as a whole; other files of the folder are kept. Returns the paths, and the warnings of the manifest.',
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    input: objectOf(
      {
        folder: textOf('Folder of the connector, relative to the folder of the server; named like its id.'),
        manifest: MANIFEST,
        cases: CASES,
        overwrite: { ...FLAG, description: 'Replace the files of a connector that exists.' },
      },
      ['folder', 'manifest'],
    ),
    output: { folder: TEXT, files: TEXTS, issues: { ...OBJECTS, description: 'Warnings.' } },
    async run({ manifest, cases = [], ...target }) {
      const folder = await findWriteFolder(target, workspace);
      checkCases(cases);
      const { read, runner } = await loadSubject({ manifest }, workspace);
      const connector = { draft: toDraft(manifest), manifest: read.manifest, cases };
      const files = await writeConnector(folder, connector, { workspace, replay: createReplayer(runner) });
      return { folder: target.folder, files, issues: read.issues };
    },
  });
