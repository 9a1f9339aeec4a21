import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { appScanLogin, read } from '../../../vendors/client.ts';

const PROGRAM = fileURLToPath(new URL('../../../../studio/demo/vendors/serve.ts', import.meta.url));

test('the program prints one line of origins and configs, serves, and stops on a signal', async () => {
  const program = spawn(process.execPath, [PROGRAM, '--seed', '7', '--findings', '50'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(program, 'exit');
  try {
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    const vendors = JSON.parse(line);
    expect(Object.keys(vendors)).toEqual([
      'veracode-sast',
      'veracode-dast',
      'veracode-sca',
      'checkmarx-one-dast',
      'hcl-appscan-dast',
    ]);
    const answer = await appScanLogin(vendors['hcl-appscan-dast']);
    expect(typeof read(answer.body, 'Token')).toBe('string');
  } finally {
    program.kill('SIGTERM');
  }
  expect((await exited)[0]).toBe(0);
});

test('the program rejects an invalid number', async () => {
  const program = spawn(process.execPath, [PROGRAM, '--findings', 'many'], { stdio: 'ignore' });
  expect((await once(program, 'exit'))[0]).toBe(1);
});
