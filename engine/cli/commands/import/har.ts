import { findHost, importObserved, readHar } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import har`: creates a connector from the requests that a browser recorded. */
export const har: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const exchanges = readHar(await readSource(file, 'a HAR file', terminal), file);
  const title = findHost(exchanges);
  return finishImport((id) => importObserved({ exchanges }, { id, title, source: 'a HAR file' }), {
    title,
    options,
    terminal,
  });
};
