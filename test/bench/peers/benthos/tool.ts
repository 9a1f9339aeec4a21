import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFile, RECORDS, type Tool } from '../tool.ts';

const run = promisify(execFile);

/** Builds Benthos with Go, once per version, and returns the program. */
async function build(cache: string, version: string): Promise<string> {
  const folder = join(cache, `benthos-${version}`);
  const program = join(folder, 'benthos');
  const isBuilt = await run(program, ['--version']).then(
    () => true,
    () => false,
  );
  if (isBuilt) return program;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of ['main.go', 'go.mod']) await copyFile(findFile('benthos', file), join(folder, file));
  // The module's own go.mod pins what it needs; `-mod=mod` writes their checksums, checked against sum.golang.org.
  await run('go', ['build', '-mod=mod', '-o', program, '.'], { cwd: folder, maxBuffer: 2 ** 26 });
  return program;
}

/**
 * Benthos: a pipeline of `http` processors and mappings. Its `http_client` input knows no parents and children, so that
 * pages and children are fetched by processors.
 */
export const benthos: Tool = {
  ...RECORDS,
  files: ['pull.yaml'],
  async install(cache) {
    const [, version = ''] = /benthos\/v4 (v\S+)/.exec(await readFile(findFile('benthos', 'go.mod'), 'utf8')) ?? [];
    const program = await build(cache, version);
    const { stdout: go } = await run('go', ['env', 'GOVERSION']);
    return {
      version: `benthos ${version}, ${go.trim()}`,
      prepare: async ({ env }) => ({ program, args: ['-c', findFile('benthos', 'pull.yaml')], env }),
    };
  },
};
