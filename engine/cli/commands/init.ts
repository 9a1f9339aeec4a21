import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../base/errors/index.ts';
import { parseManifest } from '../../manifest/index.ts';
import { createFolder } from '../../pipeline/sink/make-folder.ts';
import { writeFileAtomically } from '../../pipeline/sink/part-file.ts';
import { runCase, writeCase } from '../../workbench/replay/index.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { buildStarterManifest } from '../starter/manifest.ts';
import { buildStarterReadme } from '../starter/readme.ts';
import { buildStarterRecording } from '../starter/recording.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** As in the manifest's schema. */
const LONGEST_ID = 64;
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

/** `init`: a folder with a manifest that is valid and a recorded case that passes; prints the paths. Throws FILE_EXISTS. */
export const init: Act = async ({ args, options, terminal }) => {
  const [id = ''] = args;
  if (id.length > LONGEST_ID)
    throw engineError('USAGE', { problem: `the id has ${id.length} characters: use at most ${LONGEST_ID}` });
  if (!ID.test(id))
    throw engineError('USAGE', { problem: `"${id}" is not an id: small letters and digits, words joined by hyphens` });
  const folder = options.dir ?? id;
  const file = join(folder, 'manifest.json');
  if (await pathExists(file)) throw engineError('FILE_EXISTS', { file });
  await createFolder(folder);
  const text = `${JSON.stringify(buildStarterManifest(id, formatTitle(id)), null, 2)}\n`;
  const { manifest } = parseManifest(text);
  if (!manifest) throw new Error('the starting manifest is not valid');
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
