import {
  type CurlSource,
  findHost,
  importObserved,
  type ObservedExchange,
  readCurl,
} from '../../../workbench/import/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { readSample } from '../../read-sample.ts';
import { finishImport } from './finish-import.ts';

/** Adds the sample as the response of the first request. */
async function addResponse(
  { exchanges }: CurlSource,
  { options, terminal }: CommandCall,
): Promise<readonly ObservedExchange[]> {
  const [first, ...others] = exchanges;
  if (options.sample === undefined || first === undefined) return exchanges;
  const body = await readSample(options.sample, terminal);
  return [{ ...first, response: { status: 200, headers: {}, body } }, ...others];
}

/** `import curl`: creates a connector from curl commands, and from a response if `--sample` gives one. */
export const curl: Act = async (call) => {
  const { args, options, terminal } = call;
  const [given = ''] = args;
  const source = readCurl(given === '-' ? await terminal.readInput() : given);
  const exchanges = await addResponse(source, call);
  const title = findHost(exchanges);
  return finishImport((id) => importObserved({ ...source, exchanges }, { id, title, source: 'a curl command' }), {
    title,
    options,
    terminal,
  });
};
