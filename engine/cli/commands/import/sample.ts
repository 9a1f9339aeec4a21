import { basename, extname } from 'node:path';
import { importSample, readSample } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

/** `import sample`: creates a connector that maps the items of a response body to an entity. */
export const sample: Act<'map'> = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const text = await readSource(file, 'a response body in JSON, NDJSON, CSV or XML', terminal);
  const source = await readSample(text, file);
  const title = file === '-' ? options.map : basename(file, extname(file));
  const entity = options.map;
  return finishImport((id) => importSample(source, { id, title, entity }), { title, options, terminal });
};
