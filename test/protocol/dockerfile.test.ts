import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createFolder } from '../pipeline/run/folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCRIPT = join(ROOT, 'engine/protocol/source.sh');

/** Instructions of the Dockerfile, with continued lines joined. */
const INSTRUCTIONS = readFileSync(join(ROOT, 'engine/protocol/Dockerfile'), 'utf8')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^(?<name>[A-Z]+) (?<rest>.+)$/.exec(line)?.groups ?? { name: line, rest: '' });

const restOf = (name: string) => INSTRUCTIONS.flatMap((one) => (one['name'] === name ? [one['rest'] ?? ''] : []));

test('the Dockerfile has known instructions, existing sources and commands that a shell accepts', () => {
  const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ARG', 'LABEL', 'ENV', 'USER', 'ENTRYPOINT'];
  expect(INSTRUCTIONS.map(({ name }) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
  const sources = restOf('COPY')
    .filter((rest) => !rest.includes('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
    .filter((word) => !word.startsWith('--'));
  expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  for (const command of restOf('RUN')) execFileSync('sh', ['-n', '-c', command]);
  expect(JSON.parse(restOf('ENTRYPOINT')[0] ?? '')).toEqual(['/usr/local/bin/source']);
  expect(restOf('USER')).toEqual(['1000']);
});

test('the entry point passes the arguments of Airbyte to the command', async () => {
  const folder = await createFolder();
  writeFileSync(join(folder, 'node'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(folder, 'node'), 0o755);
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  const text = execFileSync('sh', [SCRIPT, 'read', '--config', 'my config.json'], { env, encoding: 'utf8' });
  expect(text.split('\n').slice(1, -1)).toEqual([
    ...['/mapwright/engine/cli/main.js', 'airbyte', 'read', '/connector'],
    ...['--config', 'my config.json'],
  ]);
});
