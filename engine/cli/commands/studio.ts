import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Demo } from '../../../studio/demo/index.ts';
import type { ManifestSource, Reach, StudioOptions } from '../../../studio/server/app.ts';
import { engineError } from '../../base/errors/index.ts';
import type { Observer } from '../../platform/observe/index.ts';
import type { WorkerEvent } from '../../platform/worker/index.ts';
import { connectorFolder, listConnectorIds } from '../catalogue.ts';
import type { Act, CommandCall } from '../command.ts';
import { escapeForTerminal } from '../escape-text.ts';
import { EXIT } from '../exit-code.ts';
import { createInterrupt } from '../interrupt.ts';
import { findPackageRoot, readPackageVersion } from '../package-root.ts';
import { openPage } from '../studio/open-page.ts';
import { readReach } from '../studio/reach.ts';
import type { Terminal } from '../terminal.ts';
import { formatEvent } from './work/event-text.ts';
import { openWorkContext } from './work/open-work.ts';
import { startWorkerThread } from './work/start-worker-thread.ts';

const HOST = '127.0.0.1';
const PORT = 4747;
/** Slices of runs that the studio does at the same time. */
const CONCURRENCY = 2;

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw engineError('USAGE', { problem: `"${text}" is not a port: give a whole number from 0 to 65535` });
}

async function findOwnManifest(path: string): Promise<ManifestSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw engineError('CONNECTOR_UNKNOWN', { connector: path }, error);
  });
  return { file: resolve(found.isDirectory() ? join(path, 'manifest.json') : path), origin: 'own' };
}

/** The user's own manifests first: they stand in for those of the catalogue with the same id. */
async function findManifests(args: readonly string[]): Promise<ManifestSource[]> {
  const own = await Promise.all(args.map(findOwnManifest));
  const ids = await listConnectorIds();
  return [
    ...own,
    ...ids.map((id) => ({ file: join(connectorFolder(id), 'manifest.json'), origin: 'catalogue' as const })),
  ];
}

const runToEnd = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((done) => {
    // Whatever this process is for, the page is built as it is shipped.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(command, args, { cwd: findPackageRoot(), stdio: ['ignore', 'ignore', 'inherit'], env });
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });

/** The folder of the page. In a checkout it is built when it is not there yet; the package brings it. */
async function findPageFolder(terminal: Terminal): Promise<string> {
  const web = join(findPackageRoot(), 'studio/web');
  const dist = join(web, 'dist');
  if (existsSync(join(dist, 'index.html')) || !existsSync(join(web, 'vite.config.ts'))) return dist;
  terminal.tell('building the page, once …\n');
  const vite = join(findPackageRoot(), 'node_modules/vite/bin/vite.js');
  await runToEnd(process.execPath, [
    vite,
    'build',
    web,
    '--config',
    join(web, 'vite.config.ts'),
    '--logLevel',
    'error',
  ]);
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

const waitForAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

/** The origin that a browser is given: the proxy's, else the address listened on, by the name that was asked for. */
const originOf = (address: string, host: string, { proxy }: Reach): string =>
  proxy ?? (isIP(host) || host === 'localhost' ? address : address.replace(/\/\/[^:/]+/, `//${host}`));

/** Troubles of the runs that move inside, as a person reads them. */
const createErrorReporter =
  ({ terminal }: CommandCall) =>
  (event: WorkerEvent): void => {
    const sentence = event.type === 'trouble' ? formatEvent(event) : undefined;
    if (sentence !== undefined) terminal.tell(`${escapeForTerminal(sentence)}\n`);
  };

/** The demo's parts, begun. Throws USAGE for a store of the user's own: what a demo makes up does not belong there. */
async function openDemo({ options }: CommandCall, places: readonly ManifestSource[]): Promise<Demo | undefined> {
  if (!options.demo) return undefined;
  if (options.store !== undefined)
    throw engineError('USAGE', { problem: 'the demo has a store of its own, gone with it: leave out --store' });
  return (await import('../../../studio/demo/index.ts')).startDemo(places);
}

/** The studio, not listening yet; what it works with is closed with `closing`. */
async function openStudio(
  call: CommandCall,
  places: readonly ManifestSource[],
  access: Pick<StudioOptions, 'sessions' | 'reach'>,
  closing: AsyncDisposableStack,
) {
  const { options, terminal } = call;
  const { createStudio } = await import('../../../studio/server/app.ts');
  const demo = await openDemo(call, places);
  closing.defer(async () => demo?.close());
  const { store, ...rest } = options;
  const own = demo?.store ?? store;
  const allowPrivate = demo?.origins ?? options['allow-private-network'] ?? false;
  const how = { options: own === undefined ? rest : { ...rest, store: own }, terminal };
  // Not by its room's door: there the traces stand, too, which take as long to load as all of this.
  const { createMetrics } = await import('../../platform/observe/metrics.ts');
  const observers: Observer[] = [createErrorReporter(call)];
  const tell: Observer = (event) => {
    for (const observe of observers) observe(event);
  };
  const { parts } = closing.use(await openWorkContext(how, tell, allowPrivate));
  const { store: kept, clock } = parts.platform;
  const metrics = createMetrics(kept, () => clock.now());
  observers.push(metrics.observe);
  const startWorker = (told: Observer) =>
    startWorkerThread(
      { options: own === undefined ? {} : { store: own }, allowPrivate, concurrency: CONCURRENCY },
      told,
    );
  const app = await createStudio({
    version: await readPackageVersion(),
    ...access,
    manifests: demo?.manifests ?? places,
    web: await findPageFolder(terminal),
    write: options.write ?? false,
    demo: demo !== undefined,
    allowPrivate,
    parts,
    metrics,
    ...(options['no-worker'] ? {} : { startWorker }),
    ...(demo ? { start: demo.start } : {}),
  });
  closing.defer(() => app.close());
  return { app, demo, parts };
}

/** `studio`: serves, and does runs, until it is interrupted; prints a login link. Throws USAGE, and what opening the store throws. */
export const studio: Act = async (call: CommandCall) => {
  const { args, options, terminal } = call;
  const [port, host] = [parsePort(options.port), options.host ?? HOST];
  const reach = await readReach(host, options);
  const { createSessions, LOGIN_PATH, SESSION_HOURS } = await import('../../../studio/server/app.ts');
  using interrupt = createInterrupt(terminal);
  await using closing = new AsyncDisposableStack();
  let origin = '';
  const loginLink = () => `${origin}${LOGIN_PATH}?code=${sessions.code}`;
  const sessions = createSessions(Date.now, () =>
    terminal.tell(`logged in; to log in again, or in another browser: ${loginLink()}\n`),
  );
  const { app, demo, parts } = await openStudio(call, await findManifests(args), { sessions, reach }, closing);
  origin = originOf(await listen(app, host, port), host, reach);
  if (demo) terminal.tell('demo: simulated vendors and made-up data; nothing leaves this machine\n');
  terminal.tell(`open this link to log in; it works once, and the login lasts ${SESSION_HOURS} hours\n`);
  await terminal.print(`${loginLink()}\n`);
  await demo?.connect(parts);
  if (options.open) closing.defer(await openPage(loginLink()));
  await waitForAbort(interrupt.signal);
  return EXIT.done;
};
