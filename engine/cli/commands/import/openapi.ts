import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import openapi`: creates a connector from an OpenAPI 3 or Swagger 2 document. */
export const openapi: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { form, plan } = IMPORTERS.openapi;
  const text = await readSource(file, form, terminal);
  const { tag: tags, operation: operations } = options;
  return finishImport(plan({ name: file, text, tags, operations }), { options, terminal });
};
