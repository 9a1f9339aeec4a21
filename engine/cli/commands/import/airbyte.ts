import { basename, dirname, resolve } from 'node:path';
import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readNeighbours } from './neighbours.ts';
import { readSource } from './read-source.ts';

/** Returns the title of a definition: the name of its folder, without the prefix of the original's folders. */
const findTitle = (file: string): string => basename(dirname(resolve(file))).replace(/^source[-_]/, '');

/** `import airbyte`: creates a connector from a low-code definition. */
export const airbyte: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { form, plan } = IMPORTERS.airbyte;
  const text = await readSource(file, form, terminal);
  const beside = file === '-' ? {} : { title: findTitle(file), files: await readNeighbours(dirname(file)) };
  return finishImport(plan({ name: file, text, ...beside }), { options, terminal });
};
