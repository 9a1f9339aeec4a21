import { join } from 'node:path';
import { findFile, installPython, RECORDS, type Tool } from '../tool.ts';

/** Python by hand: requests, four threads, no retries, no state, no validation. */
export const python: Tool = {
  ...RECORDS,
  files: ['pull.py'],
  async install(cache) {
    const { programs, version } = await installPython('python', cache);
    const args = (out: string) => [findFile('python', 'pull.py'), out];
    return {
      version,
      prepare: async ({ out, env }) => ({ program: join(programs, 'python'), args: args(out), env }),
    };
  },
};
