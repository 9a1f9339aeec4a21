import { defineTool } from '../../../../protocol/mcp/index.ts';
import { connectReader, fillReadLimits } from '../../../stream-reader.ts';
import { connect, withPorts } from '../connect.ts';
import { CONFIG, COUNT, countOf, FLAG, OBJECT, OBJECTS, objectOf, SUBJECT, TEXT, textOf } from '../inputs.ts';
import { loadSubject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';

interface Input extends SubjectInput {
  readonly config: unknown;
  readonly stream: string;
  readonly partitions?: number;
  readonly pages?: number;
  readonly items?: number;
}

/** Bytes of each body to show. */
const BODY_BYTES = 4_096;

/** Reads the first pages of a stream, like `mapwright read`. */
export const createReadTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'read',
    title: 'Read the first pages of a stream',
    description:
      'Sends requests to the vendor: reads the first pages of a stream, and of the streams that it needs. Returns of each page every request and response with redacted secrets, the items, the mapped records and rejects, the next position and why paging stopped. Writes nothing.',
    annotations: { readOnlyHint: true, openWorldHint: true },
    input: objectOf(
      {
        ...SUBJECT,
        config: CONFIG,
        stream: textOf('Name of the stream.'),
        partitions: countOf(20, 'Partitions of each stream to read. Default: 2.'),
        pages: countOf(20, 'Pages of each partition to read. Default: 2.'),
        items: countOf(100, 'Items of each page to show and map. Default: 5.'),
      },
      ['config', 'stream'],
    ),
    output: {
      stream: TEXT,
      limits: OBJECT,
      pages: OBJECTS,
      partitions: COUNT,
      limited: { ...FLAG, description: 'True if a limit ended the read.' },
      failure: { ...OBJECT, description: 'Error that ended the read, with the exchanges of its page.' },
    },
    async run({ config, stream, partitions, pages, items, ...subject }, { signal, report }) {
      const { read } = await loadSubject(subject, workspace);
      const reader = await connectReader((learn) => connect(read, { config, streams: [stream], learn }, workspace));
      const limits = fillReadLimits({ partitions, pages, items });
      return withPorts(workspace, async (ports) => {
        const onPage = (page: { readonly stream: string; readonly page: number; readonly found: number }) =>
          report(`${page.stream}, page ${page.page}: ${page.found} items`);
        const options = { ports, bodyBytes: BODY_BYTES, limits, signal, onPage };
        const { error, ...result } = await reader.read(stream, options);
        return error ? { ...result, failure: error } : result;
      });
    },
  });
