import { importOpenapi, readOpenapi } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import openapi`: creates a connector from an OpenAPI 3 or Swagger 2 document. */
export const openapi: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const source = readOpenapi(await readSource(file, 'an OpenAPI 3 or Swagger 2 document', terminal), file);
  const selection = { tags: options.tag, operations: options.operation };
  return finishImport((id) => importOpenapi(source, id, selection), { title: source.title, options, terminal });
};
