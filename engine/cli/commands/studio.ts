import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { ManifestPlace } from '../../../studio/server/app.ts';
import { engineError } from '../../errors/index.ts';
import { catalogueFolder, catalogueIds } from '../catalogue.ts';
import type { Act, Call } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { packageRoot, packageVersion } from '../package-root.ts';
import type { Terminal } from '../terminal.ts';

const HOST = '127.0.0.1';
const PORT = 4747;
const LOOPBACK = /^(?:127\.|::1$|localhost$)/;

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw engineError('USAGE', { problem: `"${text}" is not a port: give a whole number from 0 to 65535` });
}

async function ownPlace(path: string): Promise<ManifestPlace> {
  const found = await stat(path).catch((error: unknown) => {
    throw engineError('CONNECTOR_UNKNOWN', { connector: path }, error);
  });
  return { file: resolve(found.isDirectory() ? join(path, 'manifest.json') : path), origin: 'own' };
}

/** The user's own manifests first: they stand in for those of the catalogue with the same id. */
async function placesOf(args: readonly string[]): Promise<ManifestPlace[]> {
  const own = await Promise.all(args.map(ownPlace));
  const ids = await catalogueIds();
  return [
    ...own,
    ...ids.map((id) => ({ file: join(catalogueFolder(id), 'manifest.json'), origin: 'catalogue' as const })),
  ];
}

const ended = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: packageRoot(), stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });

/** The folder of the page. In a checkout it is built when it is not there yet; the package brings it. */
async function pageFolder(terminal: Terminal): Promise<string> {
  const web = join(packageRoot(), 'studio/web');
  const dist = join(web, 'dist');
  if (existsSync(join(dist, 'index.html')) || !existsSync(join(web, 'vite.config.ts'))) return dist;
  terminal.tell('building the page, once …\n');
  const vite = join(packageRoot(), 'node_modules/vite/bin/vite.js');
  await ended(process.execPath, [vite, 'build', web, '--config', join(web, 'vite.config.ts'), '--logLevel', 'error']);
  return dist;
}

/** Listens where it was told to; on any free port when the usual one is taken and none was asked for. */
async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<string> {
  const at = async (wanted: number): Promise<string> => {
    try {
      return await app.listen({ host, port: wanted });
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      throw engineError('STUDIO_ADDRESS_UNUSABLE', { host, port: wanted, reason }, error);
    }
  };
  return port === undefined ? at(PORT).catch(() => at(0)) : at(port);
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens the address in the browser, when there is one. */
function openPage(url: string): void {
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

const urlOf = (address: string, host: string, start = '/') =>
  (isIP(host) || host === 'localhost' ? address : address.replace(/\/\/[^:/]+/, `//${host}`)) + start;

/** `studio`: serves until it is interrupted; prints the URL. */
export const studio: Act = async ({ args, options, terminal }: Call) => {
  const [port, host] = [portOf(options.port), options.host ?? HOST];
  using interrupt = interruptible(terminal);
  const { createStudio } = await import('../../../studio/server/app.ts');
  const places = await placesOf(args);
  const demo = options.demo ? await (await import('../../../studio/demo/index.ts')).startDemo(places) : undefined;
  const app = await createStudio({
    version: await packageVersion(),
    token: randomBytes(32).toString('base64url'),
    manifests: demo?.manifests ?? places,
    web: await pageFolder(terminal),
    write: options.write ?? false,
    demo: demo !== undefined,
    // The simulated vendors are on this machine.
    allowPrivate: demo !== undefined || (options['allow-private-network'] ?? false),
    ...(demo ? { start: demo.start } : {}),
  });
  try {
    const url = urlOf(await listen(app, host, port), host, demo?.start);
    if (!LOOPBACK.test(host))
      terminal.tell(
        `${terminal.paint.err('yellow', 'warning')} other machines can reach this studio, and it asks for no login\n`,
      );
    if (demo) terminal.tell('demo: simulated vendors and made-up data; nothing leaves this machine\n');
    await terminal.print(`${url}\n`);
    if (options.open) openPage(url);
    await until(interrupt.signal);
  } finally {
    await app.close();
    await demo?.close();
  }
  return EXIT.done;
};
