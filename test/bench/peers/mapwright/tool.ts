import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KEY } from '../api.ts';
import { findFile, RECORDS, type Tool } from '../tool.ts';

const MAIN = fileURLToPath(new URL('../../../../engine/cli/main.js', import.meta.url));

/** This checkout, as its starter `./mapwright` runs it. */
export const mapwright: Tool = {
  ...RECORDS,
  files: ['manifest.json'],
  install: async () => ({
    version: `this checkout, Node ${process.versions.node}`,
    async prepare({ url, out, env }) {
      const config = join(out, 'config.json');
      await writeFile(config, JSON.stringify({ settings: { url, ...KEY } }));
      const options = [
        '--config',
        config,
        '--to',
        `ndjson:${join(out, 'records')}`,
        '--allow-private-network',
        '--quiet',
      ];
      const args = ['--max-semi-space-size=8', MAIN, 'run', findFile('mapwright'), ...options];
      return { program: process.execPath, args, env };
    },
  }),
};
