import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { parseManifest } from '../../../manifest/index.ts';
import { createFolder } from '../../../pipeline/sink/make-folder.ts';
import { writeFileAtomically } from '../../../pipeline/sink/part-file.ts';
import { runCase, writeCase } from '../../../workbench/replay/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { buildStarterManifest } from './starter/manifest.ts';
import { buildStarterReadme } from './starter/readme.ts';
import { buildStarterRecording } from './starter/recording.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Limit in the manifest schema. */
const MAX_ID_LENGTH = 64;
const CASE = 'first-page';

const formatTitle = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

const pathExists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `init`: creates a folder with a valid manifest and a passing test case, and prints the paths. Throws USAGE and FILE_EXISTS. */
export const init: Act = async ({ args, options, terminal }) => {
  const [id = ''] = args;
  if (id.length > MAX_ID_LENGTH)
    throw engineError('USAGE', { problem: `the id has ${id.length} characters: use at most ${MAX_ID_LENGTH}` });
  if (!ID.test(id))
    throw engineError('USAGE', {
      problem: `invalid id "${id}": use lowercase letters and digits, with hyphens between words`,
    });
  const folder = options.dir ?? id;
  const file = join(folder, 'manifest.json');
  if (await pathExists(file)) throw engineError('FILE_EXISTS', { file });
  await createFolder(folder);
  const text = `${JSON.stringify(buildStarterManifest(id, formatTitle(id)), null, 2)}\n`;
  const { manifest } = parseManifest(text);
  if (!manifest) throw new Error('the starter manifest is invalid');
  const recording = buildStarterRecording();
  const { outcome } = await runCase(manifest, recording);
  await writeFileAtomically(file, text);
  await writeFileAtomically(join(folder, 'README.md'), buildStarterReadme(id));
  await writeCase(folder, CASE, { recording, expected: outcome });
  const paths = [
    file,
    join(folder, 'README.md'),
    join(folder, 'recordings', `${CASE}.json`),
    join(folder, 'expected', `${CASE}.json`),
  ];
  await terminal.print(`${paths.join('\n')}\n`);
  return EXIT.done;
};
