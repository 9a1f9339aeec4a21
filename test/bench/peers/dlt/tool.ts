import { join } from 'node:path';
import type { JsonObject } from '../../../../engine/base/json/index.ts';
import { findFile, installPython, type Tool } from '../tool.ts';

/** dlt: its rest_api source with parallel resources, a Python function as the map, its filesystem destination. */
export const dlt: Tool = {
  files: ['pull.py', '.dlt/config.toml'],
  async install(cache) {
    const { programs, version } = await installPython('dlt', cache);
    return {
      version,
      prepare: async ({ out, env }) => ({
        program: join(programs, 'python'),
        args: [findFile('dlt', 'pull.py'), out],
        env,
        // dlt reads `.dlt/config.toml` of the working folder.
        cwd: findFile('dlt'),
      }),
    };
  },
  isOutput: (path) => /^out\/bench\/(assets|findings)\//.test(path),
  /** Without the columns that dlt adds. */
  unwrap: (line): JsonObject => Object.fromEntries(Object.entries(line).filter(([name]) => !name.startsWith('_dlt_'))),
};
