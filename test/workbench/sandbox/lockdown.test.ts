import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startChild } from '../../../engine/workbench/sandbox/start-child.ts';

test('the child has no access to files, processes, threads, the network or the environment', async () => {
  process.env['MAPWRIGHT_TEST_SECRET'] = 'must not be handed on';
  const child = startChild(256, fileURLToPath(new URL('probe.ts', import.meta.url)));
  const [found] = await once(child, 'message');
  child.kill();
  delete process.env['MAPWRIGHT_TEST_SECRET'];
  // The shell that limits the CPU time sets the last two itself.
  expect(found).toMatchObject({ open: [] });
  expect(found.environment.filter((name: string) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
});
