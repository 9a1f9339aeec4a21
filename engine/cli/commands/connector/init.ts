import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { formatSuggestion, parseManifest } from '../../../manifest/index.ts';
import { createFolder } from '../../../pipeline/sink/make-folder.ts';
import { writeFileAtomically } from '../../../pipeline/sink/part-file.ts';
import { runCase, writeCase } from '../../../workbench/replay/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import type { Options } from '../../options.ts';
import { STARTER_AUTHS, type StarterAuthName } from './starter/auth.ts';
import { buildStarterManifest, type StarterOptions } from './starter/manifest.ts';
import { STARTER_PAGINGS, type StarterPagingName } from './starter/paging.ts';
import { buildStarterReadme } from './starter/readme.ts';
import { recordStarterCase } from './starter/recording.ts';

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

function parseChoice<Name extends string>(
  given: string,
  choices: Readonly<Record<Name, unknown>>,
  option: string,
): Name {
  if (Object.hasOwn(choices, given)) return given as Name;
  const meant = formatSuggestion(given, Object.keys(choices));
  throw engineError('USAGE', {
    problem: `unknown ${option} "${given}"; known: ${Object.keys(choices).join(', ')}.${meant}`,
  });
}

/** Returns the kind of API to start with. Without options, it has partitions. Throws USAGE. */
function parseStarterOptions({ auth, paging, partition, job, incremental }: Options): StarterOptions {
  const isPlain = [auth, paging, partition, job, incremental].every((option) => option === undefined);
  return {
    auth: parseChoice<StarterAuthName>(auth ?? 'bearer', STARTER_AUTHS, '--auth'),
    paging: parseChoice<StarterPagingName>(paging ?? 'pageNumber', STARTER_PAGINGS, '--paging'),
    partition: partition ?? isPlain,
    job: job ?? false,
    incremental: incremental ?? false,
  };
}

/** `init`: creates a folder with a valid manifest and a passing test case, and prints the paths. Throws USAGE and FILE_EXISTS. */
export const init: Act = async ({ args, options, terminal }) => {
  const [id = ''] = args;
  if (id.length > MAX_ID_LENGTH)
    throw engineError('USAGE', { problem: `the id has ${id.length} characters: use at most ${MAX_ID_LENGTH}` });
  if (!ID.test(id))
    throw engineError('USAGE', {
      problem: `invalid id "${id}": use lowercase letters and digits, with hyphens between words`,
    });
  const starter = parseStarterOptions(options);
  const folder = options.dir ?? id;
  const file = join(folder, 'manifest.json');
  if (await pathExists(file)) throw engineError('FILE_EXISTS', { file });
  await createFolder(folder);
  const text = `${JSON.stringify(buildStarterManifest(id, formatTitle(id), starter), null, 2)}\n`;
  const { manifest } = parseManifest(text);
  if (!manifest) throw new Error('the starter manifest is invalid');
  const recording = await recordStarterCase(manifest, starter);
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
