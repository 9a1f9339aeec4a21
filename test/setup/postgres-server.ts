import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgresProgram } from './find-program.ts';

/** Shutdown mode. `immediate` is a crash, from which the server recovers when it restarts. */
export type StopMode = 'fast' | 'immediate';

/** PostgreSQL server of the tests: port, data folder and user. */
export interface PostgresServer {
  readonly port: number;
  start(): Promise<void>;
  stop(mode: StopMode): Promise<void>;
  /** Stops the server and removes its files. */
  remove(): void;
}

type User = { readonly uid: number; readonly gid: number } | undefined;

const readNumber = (flag: '-u' | '-g', name: string): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/** Returns an unprivileged user if this process is root, because PostgreSQL refuses to run as root. */
function dropPrivileges(): User {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [readNumber('-u', name), readNumber('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('there is no user that PostgreSQL could run as');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const run = promisify(execFile);

/** Creates a server without starting it; throws if PostgreSQL is not installed. */
export async function createPostgresServer(options: { readonly fsync: boolean }): Promise<PostgresServer> {
  const [initdb, pgCtl] = [findPostgresProgram('initdb'), findPostgresProgram('pg_ctl')];
  if (!initdb || !pgCtl) throw new Error('PostgreSQL was not found: apt-get install -y postgresql');
  const folder = mkdtempSync(join(tmpdir(), 'mapwright-postgres-'));
  const user = dropPrivileges();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const how = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } };
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: options.fsync ? 'on' : 'off',
    full_page_writes: options.fsync ? 'on' : 'off',
    max_connections: 100,
    shared_buffers: '128MB',
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value || "''"}`);
  const control = (...args: string[]) => run(pgCtl, ['-D', data, '-w', '-s', ...args], how);
  execFileSync(initdb, ['-D', data, '-U', 'mapwright', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...how,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    port,
    start: async () => void (await control('-l', join(folder, 'log'), '-o', flags.join(' '), 'start')),
    stop: async (mode) => void (await control('-m', mode, 'stop')),
    remove() {
      spawnSync(pgCtl, ['-D', data, '-w', '-s', '-m', 'immediate', 'stop'], { ...how, stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
