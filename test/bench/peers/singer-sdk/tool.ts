import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../../../engine/base/json/index.ts';
import { KEY } from '../api.ts';
import { findFile, installPython, type Tool } from '../tool.ts';

/** Meltano's Singer SDK: a tap with two REST streams, which writes messages. */
export const singerSdk: Tool = {
  files: ['tap.py'],
  async install(cache) {
    const { programs, version } = await installPython('singer-sdk', cache);
    return {
      version,
      async prepare({ url, out, env }) {
        const config = join(out, 'config.json');
        await writeFile(config, JSON.stringify({ url, ...KEY }));
        return {
          program: join(programs, 'python'),
          args: [findFile('singer-sdk', 'tap.py'), '--config', config],
          env,
          stdout: join(out, 'messages.ndjson'),
        };
      },
    };
  },
  isOutput: (path) => path === 'messages.ndjson',
  unwrap: ({ type, record }) => (type === 'RECORD' && isObject(record) ? record : undefined),
};
