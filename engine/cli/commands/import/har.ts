import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import har`: creates a connector from the requests that a browser recorded. */
export const har: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { form, plan } = IMPORTERS.har;
  const text = await readSource(file, form, terminal);
  return finishImport(plan({ name: file, text }), { options, terminal });
};
