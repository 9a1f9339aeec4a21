import { basename, dirname, extname } from 'node:path';
import { engineError } from '../../../../base/errors/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import {
  type CheckedImport,
  checkImport,
  IMPORTERS,
  type ImportKind,
  type ImportSource,
  judgeExtent,
  proposeConnectorId,
  toConnectorId,
} from '../../../../workbench/import/index.ts';
import { createReplayer } from '../../../test-loaded.ts';
import { readNeighbours } from '../../import/neighbours.ts';
import { readSource } from '../../import/read-source.ts';
import { FLAG, OBJECT, OBJECTS, objectOf, TEXT, TEXTS, textOf } from '../inputs.ts';
import { findInside, type Workspace } from '../workspace.ts';
import { findWriteFolder, type WriteTarget, writeConnector } from '../write-connector.ts';

interface Input extends Partial<WriteTarget> {
  readonly kind: ImportKind;
  readonly text?: string;
  readonly file?: string;
  readonly id?: string;
  readonly tags?: readonly string[];
  readonly operations?: readonly string[];
  readonly response?: string;
  readonly entity?: string;
}

/** Reads the source: the given text, or a file in the folder of the server. Throws TOOL_INPUT_INVALID. */
async function findSource({ kind, text, file, ...options }: Input, workspace: Workspace): Promise<ImportSource> {
  if ((text === undefined) === (file === undefined))
    throw engineError('TOOL_INPUT_INVALID', { path: '', problem: 'give either "text" or "file"' });
  if (file === undefined) return { ...options, name: 'the text', text: text ?? '' };
  const path = await findInside(workspace, file);
  // The text is read from a file, never from standard input: the protocol uses that.
  const read = await readSource(path, IMPORTERS[kind].form, { readInput: async () => '' });
  const title = basename(file, extname(file));
  const files = kind === 'airbyte' ? { files: await readNeighbours(dirname(path)) } : {};
  return { ...options, ...files, name: file, text: read, title };
}

/** Describes a checked import. A draft without a stream is not returned: nothing was translated. */
function describeImport({ draft, manifest, cases, report }: CheckedImport) {
  const found = manifest ? { manifest: draft, cases } : {};
  return { extent: judgeExtent(report, manifest !== undefined), ...found, ...report };
}

const OPTIONS = {
  kind: { enum: Object.keys(IMPORTERS), description: 'Kind of the source.' },
  text: textOf('The source itself: curl commands, a document, or a response body.'),
  file: textOf('Path of the source instead, inside the folder of the server.'),
  id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64, description: 'Id of the connector.' },
  tags: { ...TEXTS, description: 'openapi: import only operations with these tags.' },
  operations: { ...TEXTS, description: 'openapi: import only these operations, by id or as "GET /path".' },
  response: textOf('curl: response body of the first command.'),
  entity: textOf('sample: entity of the records: finding (default), asset, or another name.'),
};

const WRITE_OPTIONS = {
  folder: textOf('Write the connector to this folder instead of returning it; its name becomes the id.'),
  overwrite: { ...FLAG, description: 'Replace the files of a connector that exists.' },
};

/** Creates a connector from something that exists, like `mapwright import`. */
export const createImportTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'import',
    title: 'Create a connector from a source',
    description:
      'Creates a connector from an existing definition, recorded requests or a sample: an Airbyte low-code manifest, an OpenAPI document, a HAR file, curl commands, a Postman collection, or a response body. Returns the draft of the manifest, recorded cases, and a report of what was translated, approximated (with reason) and not translated. Credentials in the source become settings.',
    annotations: { readOnlyHint: !workspace.canWrite, destructiveHint: workspace.canWrite, openWorldHint: false },
    input: objectOf({ ...OPTIONS, ...WRITE_OPTIONS }, ['kind']),
    output: {
      extent: { enum: ['whole', 'partly', 'nothing'] },
      manifest: OBJECT,
      cases: { ...OBJECTS, description: 'Recorded cases, as test and write take them.' },
      folder: TEXT,
      files: TEXTS,
      translated: OBJECTS,
      approximated: OBJECTS,
      notTranslated: OBJECTS,
    },
    whole: ['manifest', 'cases'],
    async run(input) {
      const { kind, folder, overwrite } = input;
      const target = folder === undefined ? undefined : await findWriteFolder({ folder, overwrite }, workspace);
      const { title, build } = await IMPORTERS[kind].plan(await findSource(input, workspace));
      const id = target === undefined ? (input.id ?? proposeConnectorId(title)) : toConnectorId(basename(target));
      const checked = checkImport(await build(id));
      const { manifest: draft, cases, ...described } = describeImport(checked);
      if (target === undefined || draft === undefined) return { ...described, manifest: draft, cases };
      const replay = createReplayer(workspace.runners.sandboxed());
      return { ...described, folder, files: await writeConnector(target, checked, { workspace, replay }) };
    },
  });
