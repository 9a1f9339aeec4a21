import { IMPORTERS } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { readSample } from '../../read-sample.ts';
import { finishImport } from './finish-import.ts';

/** `import curl`: creates a connector from curl commands, and from a response if `--sample` gives one. */
export const curl: Act = async ({ args, options, terminal }) => {
  const [given = ''] = args;
  const text = given === '-' ? await terminal.readInput() : given;
  const response = options.sample === undefined ? undefined : await readSample(options.sample, terminal);
  return finishImport(IMPORTERS.curl.plan({ name: 'the command', text, response }), {
    options,
    terminal,
  });
};
