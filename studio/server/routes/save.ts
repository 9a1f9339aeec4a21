import type { FastifyInstance } from 'fastify';
import {
  confinePath,
  engineError,
  listCaseNames,
  readText,
  writeCase,
  writeFileAtomically,
} from '../../../engine/index.ts';
import { readRecordings } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { isWritable } from './catalogue.ts';
import { describeResponses } from './responses.ts';

const MAX_BYTES = 1 << 20;

interface Save {
  readonly Params: { readonly id: string };
  readonly Body: { readonly text: string; readonly before: string };
}

interface SaveTest {
  readonly Params: { readonly id: string };
  readonly Body: {
    readonly name: string;
    readonly description: string;
    readonly map: string;
    readonly sample: string;
    readonly manifest: string;
    readonly from?: string;
  };
}

const SAMPLE_BYTES = 8 * MAX_BYTES;

/** Adds the route that saves a sample as a case of the connector: a recording and its expected records. */
function addSaveTestRoute(app: FastifyInstance, studio: Studio): void {
  app.post<SaveTest>(
    '/api/connectors/:id/tests',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Saves a sample as a recorded case with its expected records',
        body: refTo('SaveTestRequest'),
        response: describeResponses('SaveTestResponse', 201),
      },
    },
    async ({ params, body }, reply) => {
      const connector = await studio.catalogue.find(params.id);
      if (!isWritable(connector, studio)) throw engineError('STUDIO_READ_ONLY');
      const { name, from, ...rest } = body;
      const fileIn = (folder: string) => confinePath(connector.folder, `${folder}/${name}.json`);
      const files = await Promise.all([fileIn('recordings'), fileIn('expected')] as const);
      if ((await listCaseNames(connector.folder)).includes(name)) throw engineError('FILE_EXISTS', { file: files[0] });
      const recorded = await readRecordings(connector);
      const recordings = recorded.toSorted(([a], [b]) => Number(b === from) - Number(a === from)).map(([, one]) => one);
      const { recording, expected } = await studio.working.call('derive', { ...rest, recordings });
      await writeCase(connector.folder, name, { recording, expected });
      const { asset, finding, rejects } = expected;
      return reply.code(201).send({ files, asset: asset.length, finding: finding.length, rejects: rejects.length });
    },
  );
}

/** Adds the routes that write into a connector's folder; they require --write. */
export function addSaveRoutes(app: FastifyInstance, studio: Studio): void {
  addSaveTestRoute(app, studio);
  app.put<Save>(
    '/api/connectors/:id/manifest',
    {
      bodyLimit: 3 * MAX_BYTES,
      schema: {
        summary: 'Saves the manifest',
        body: refTo('SaveRequest'),
        response: describeResponses('SaveResponse'),
      },
    },
    async ({ params, body }) => {
      const connector = await studio.catalogue.find(params.id);
      if (!isWritable(connector, studio)) throw engineError('STUDIO_READ_ONLY');
      const { issues } = await studio.typing.call('validate', { text: body.text });
      const file = await confinePath(connector.folder, 'manifest.json');
      const now = await readText(file, MAX_BYTES);
      if (!('text' in now) || now.text !== body.before) throw engineError('STUDIO_CHANGED_MEANWHILE', { file });
      await writeFileAtomically(file, body.text);
      return { problems: issues, file };
    },
  );
}
