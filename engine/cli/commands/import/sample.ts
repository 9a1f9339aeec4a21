import { basename, extname } from 'node:path';
import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import sample`: creates a connector that maps the items of a response body to an entity. */
export const sample: Act<'map'> = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { form, plan } = IMPORTERS.sample;
  const text = await readSource(file, form, terminal);
  const title = file === '-' ? options.map : basename(file, extname(file));
  return finishImport(await plan({ name: file, text, title, entity: options.map }), { options, terminal });
};
