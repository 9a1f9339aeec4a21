import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import postman`: creates a connector from the requests of a collection and their saved examples. */
export const postman: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { form, plan } = IMPORTERS.postman;
  const text = await readSource(file, form, terminal);
  return finishImport(plan({ name: file, text }), { options, terminal });
};
