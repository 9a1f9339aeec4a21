import type { Json, JsonObject } from '../../../../base/json/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import { previewSample } from '../../../preview-sample.ts';
import { OBJECT, OBJECTS, objectOf, SUBJECT, textOf } from '../inputs.ts';
import { loadSubject, type SubjectInput } from '../subject.ts';
import type { Workspace } from '../workspace.ts';

interface Input extends SubjectInput {
  readonly map: string;
  readonly sample: Json;
}

const SAMPLE: JsonObject = {
  type: ['object', 'array', 'string'],
  description:
    'A response body, a list of items, one item, or {"scope": {…}, "item": …} with the items of its parents; as JSON, or as text for other formats.',
};

/** Maps a sample, like `mapwright preview`. */
export const createPreviewTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'preview',
    title: 'Map a sample',
    description:
      'Maps a sample payload without network access. Returns the records, the rejected items with code, pointer and fix, and the coverage: how many records have each field, and the target of each enum value seen.',
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: objectOf(
      { ...SUBJECT, map: textOf('Name of a map, or of a stream that passes its items through.'), sample: SAMPLE },
      ['map', 'sample'],
    ),
    output: { records: OBJECTS, rejects: OBJECTS, coverage: OBJECT },
    async run({ map, sample, ...subject }) {
      const { read, runner } = await loadSubject(subject, workspace);
      const text = typeof sample === 'string' ? sample : JSON.stringify(sample);
      return previewSample(runner, { manifest: read.manifest, map, sample: text }, 'sample');
    },
  });
