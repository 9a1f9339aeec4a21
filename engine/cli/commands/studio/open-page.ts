import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens a login link in the default browser, if one exists. The browser is given a private file that redirects to the link,
 * because other users of this machine can read process arguments. Returns a function that removes the file.
 */
export async function openPage(url: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-open-'));
  const file = join(folder, 'studio.html');
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${url}" />\n`, { mode: 0o600 });
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, file], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return () => rm(folder, { recursive: true, force: true });
}
