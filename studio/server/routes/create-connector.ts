import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import {
  type CaseOutcome,
  confinePath,
  engineError,
  hasErrors,
  invalidManifest,
  isEngineError,
  type Manifest,
  type Recording,
  writeCase,
  writeFileAtomically,
} from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

const BODY_BYTES = 32 << 20;

interface NewCase {
  readonly name: string;
  readonly recording: Recording;
}

interface Create {
  readonly Body: { readonly text: string; readonly cases: readonly NewCase[] };
}

/** Case with the outcome of its replay. */
interface ReplayedCase extends NewCase {
  readonly expected: CaseOutcome['outcome'];
}

/** Replays the cases with the saved manifest; those that it cannot replay are skipped, with the reason. */
async function replayCases(manifest: Manifest, cases: readonly NewCase[], { working }: Studio) {
  const replayed: ReplayedCase[] = [];
  const skipped: { readonly name: string; readonly reason: string }[] = [];
  for (const one of cases) {
    try {
      const { outcome, report, unused } = await working.call('replay', { manifest, recording: one.recording });
      const reason =
        report.error?.message ?? (unused.length > 0 ? 'it no longer sends every recorded request' : undefined);
      if (reason === undefined) replayed.push({ ...one, expected: outcome });
      else skipped.push({ name: one.name, reason });
    } catch (error) {
      if (!isEngineError(error)) throw error;
      skipped.push({ name: one.name, reason: error.message });
    }
  }
  return { replayed, skipped };
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Creates the folder of a connector. Rejects with FILE_EXISTS if it exists, whatever is in it. */
async function createConnectorFolder(root: string, id: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const folder = await confinePath(root, id);
  await mkdir(folder).catch((error: unknown) => {
    throw isTaken(error) ? engineError('FILE_EXISTS', { file: folder }, error) : error;
  });
  return folder;
}

/** Writes the manifest and the cases into a new folder, or nothing. */
async function writeConnector(folder: string, text: string, cases: readonly ReplayedCase[]): Promise<string> {
  const file = join(folder, 'manifest.json');
  try {
    for (const { name, recording, expected } of cases) await writeCase(folder, name, { recording, expected });
    await writeFileAtomically(file, text);
    return file;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Adds the route that saves a new connector; it requires --write and never overwrites another one. */
export function addCreateRoute(app: FastifyInstance, studio: Studio): void {
  const { catalogue, typing, write, folder: root } = studio;
  app.post<Create>(
    '/api/connectors',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Saves a new connector with its recorded cases',
        body: refTo('CreateRequest'),
        response: describeResponses('CreateResponse', 201),
      },
    },
    async ({ body }, reply) => {
      if (!write || root === undefined) throw engineError('STUDIO_READ_ONLY');
      const { manifest, issues } = await typing.call('validate', { text: body.text });
      if (!manifest || hasErrors(issues)) throw invalidManifest('the draft', issues);
      const { id } = manifest;
      if ((await catalogue.all()).some((one) => one.id === id)) throw engineError('CONNECTOR_EXISTS', { id });
      const folder = await createConnectorFolder(root, id);
      const { replayed, skipped } = await replayCases(manifest, body.cases, studio);
      const file = await writeConnector(folder, body.text, replayed);
      catalogue.add({ file, origin: 'own' });
      return reply.code(201).send({ id, file, cases: replayed.map(({ name }) => name), skipped, problems: issues });
    },
  );
}
