import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const isDebianRoot = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');

const tried = new Set<string>();

/**
 * On a Debian machine, as root, installs a package by apt-get, once; test files that run beside each other wait for each
 * other. Elsewhere does nothing.
 */
export function installOnDebian(name: string): void {
  if (tried.has(name) || !isDebianRoot()) return;
  tried.add(name);
  process.stderr.write(`installing ${name} for the tests\n`);
  const script = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1"';
  const { status } = spawnSync('flock', [join(tmpdir(), 'mapwright-apt.lock'), 'sh', '-c', script, 'sh', name], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) process.stderr.write(`apt-get could not install ${name}\n`);
}
