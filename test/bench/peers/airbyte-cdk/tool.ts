import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../../../engine/base/json/index.ts';
import { KEY } from '../api.ts';
import { findFile, installPython, type Tool } from '../tool.ts';

/** Airbyte's CDK: a declarative manifest, which its own program reads to messages. */
export const airbyteCdk: Tool = {
  files: ['manifest.yaml', 'catalog.json'],
  async install(cache) {
    const { programs, version } = await installPython('airbyte-cdk', cache);
    const [manifest, catalog] = [findFile('airbyte-cdk', 'manifest.yaml'), findFile('airbyte-cdk', 'catalog.json')];
    return {
      version,
      async prepare({ url, out, env }) {
        const config = join(out, 'config.json');
        await writeFile(config, JSON.stringify({ url, ...KEY }));
        return {
          program: join(programs, 'source-declarative-manifest'),
          args: ['read', '--config', config, '--catalog', catalog, '--manifest-path', manifest],
          env,
          cwd: out,
          stdout: join(out, 'messages.ndjson'),
        };
      },
    };
  },
  isOutput: (path) => path === 'messages.ndjson',
  unwrap: ({ record }) => (isObject(record) && isObject(record['data']) ? record['data'] : undefined),
};
