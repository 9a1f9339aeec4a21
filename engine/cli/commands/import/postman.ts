import { importObserved, readPostman } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import postman`: creates a connector from the requests of a collection and their saved examples. */
export const postman: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const { title, exchanges } = readPostman(await readSource(file, 'a Postman collection', terminal), file);
  return finishImport((id) => importObserved({ exchanges }, { id, title, source: 'a Postman collection' }), {
    title,
    options,
    terminal,
  });
};
