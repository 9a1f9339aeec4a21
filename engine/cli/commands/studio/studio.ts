import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Demo } from '../../../../studio/demo/index.ts';
import type { ManifestSource, Reach, StudioOptions } from '../../../../studio/server/app.ts';
import { engineError } from '../../../base/errors/index.ts';
import type { Observer } from '../../../platform/observe/index.ts';
import type { WorkerEvent } from '../../../platform/worker/index.ts';
import { connectorFolder, listConnectorIds } from '../../catalogue.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { findPackageRoot, readPackageVersion } from '../../package-root.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import type { Terminal } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { formatEvent } from '../work/event-text.ts';
import { openWorkContext } from '../work/open-work.ts';
import { startWorkerThread } from '../work/start-worker-thread.ts';
import { openPage } from './open-page.ts';
import { readReach } from './reach.ts';

const HOST = '127.0.0.1';
const PORT = 4747;
/** Slices that the studio processes concurrently. */
const CONCURRENCY = 2;

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw engineError('USAGE', { problem: `invalid port "${text}": use a whole number from 0 to 65535` });
}

async function findOwnManifest(path: string): Promise<ManifestSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw engineError('CONNECTOR_UNKNOWN', { connector: path }, error);
  });
  return { file: resolve(found.isDirectory() ? join(path, 'manifest.json') : path), origin: 'own' };
}

/** Folder of the connectors that the studio saves, below the current one. */
const NEW_CONNECTORS = 'connectors';

/** Lists the connectors that a studio saved here. */
async function findSavedManifests(): Promise<ManifestSource[]> {
  const entries = await readdir(NEW_CONNECTORS, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ file: resolve(NEW_CONNECTORS, name, 'manifest.json'), origin: 'own' as const }))
    .filter(({ file }) => existsSync(file));
}

/** Lists the user's manifests before the catalogue: the first manifest with an id wins. */
async function findManifests(args: readonly string[]): Promise<ManifestSource[]> {
  const given = await Promise.all(args.map(findOwnManifest));
  const files = new Set(given.map(({ file }) => file));
  const own = [...given, ...(await findSavedManifests()).filter(({ file }) => !files.has(file))];
  const ids = await listConnectorIds();
  return [
    ...own,
    ...ids.map((id) => ({ file: join(connectorFolder(id), 'manifest.json'), origin: 'catalogue' as const })),
  ];
}

const runToEnd = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((done) => {
    // The page is always built as it is shipped.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(command, args, { cwd: findPackageRoot(), stdio: ['ignore', 'ignore', 'inherit'], env });
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });

/** Returns the folder of the web page. The package contains it; a checkout builds it on first use. */
async function findPageFolder(terminal: Terminal): Promise<string> {
  const web = join(findPackageRoot(), 'studio/web');
  const dist = join(web, 'dist');
  if (existsSync(join(dist, 'index.html')) || !existsSync(join(web, 'vite.config.ts'))) return dist;
  terminal.tell('building the web page (first start only) …\n');
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

/** Listens on `port`; without one, on the default port or, if that is taken, on any free port. */
async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<string> {
  const listenOn = async (candidate: number): Promise<string> => {
    try {
      return await app.listen({ host, port: candidate });
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      throw engineError('STUDIO_ADDRESS_UNUSABLE', { host, port: candidate, reason }, error);
    }
  };
  return port === undefined ? listenOn(PORT).catch(() => listenOn(0)) : listenOn(port);
}

const waitForAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

/** Returns the origin for browsers: the proxy's, else the listening address with the requested host name. */
const originOf = (address: string, host: string, { proxy }: Reach): string =>
  proxy ?? (isIP(host) || host === 'localhost' ? address : address.replace(/\/\/[^:/]+/, `//${host}`));

/** Prints errors of the runs that the studio executes, and the end of an outage of its store. */
const createErrorReporter =
  ({ terminal }: CommandCall) =>
  (event: WorkerEvent): void => {
    const isPrinted = event.type === 'trouble' || event.type === 'store-reconnected';
    const sentence = isPrinted ? formatEvent(event) : undefined;
    if (sentence !== undefined) terminal.tell(`${escapeForTerminal(sentence)}\n`);
  };

/** Starts the demo. Throws USAGE if a store is given: demo data must not end up in it. */
async function openDemo({ options }: CommandCall, manifests: readonly ManifestSource[]): Promise<Demo | undefined> {
  if (!options.demo) return undefined;
  if (options.store !== undefined)
    throw engineError('USAGE', { problem: '--demo uses a temporary store: remove --store' });
  return (await import('../../../../studio/demo/index.ts')).startDemo(manifests);
}

/** Creates the studio without listening. Its resources are released with `closing`. */
async function openStudio(
  call: CommandCall,
  manifests: readonly ManifestSource[],
  { reach, onLogin }: Required<Pick<StudioOptions, 'reach'>> & { readonly onLogin: () => void },
  closing: AsyncDisposableStack,
) {
  const { options, terminal } = call;
  // The build runs in its own process, while this one loads the server.
  const page = findPageFolder(terminal);
  const { createSessions, createStudio, deriveSessionKey } = await import('../../../../studio/server/app.ts');
  const demo = await openDemo(call, manifests);
  closing.defer(async () => demo?.close());
  const { store: givenStore, ...rest } = options;
  const storeUrl = demo?.store ?? givenStore;
  const allowPrivate = demo?.origins ?? options['allow-private-network'] ?? false;
  const storeOptions = storeUrl === undefined ? {} : { store: storeUrl };
  // Not imported from index.ts, which also loads the tracing SDK and would double the startup time.
  const { createMetrics } = await import('../../../platform/observe/metrics.ts');
  const observers: Observer[] = [createErrorReporter(call)];
  const notifyAll: Observer = (event) => {
    for (const observe of observers) observe(event);
  };
  const context = { options: { ...rest, ...storeOptions }, terminal };
  const { parts } = closing.use(await openWorkContext(context, notifyAll, allowPrivate));
  const { store, clock, keyring } = parts.platform;
  const sessions = createSessions(Date.now, onLogin, deriveSessionKey(keyring));
  const metrics = createMetrics(store, () => clock.now());
  observers.push(metrics.observe);
  const startWorker = (observer: Observer) =>
    startWorkerThread({ options: storeOptions, allowPrivate, concurrency: CONCURRENCY }, observer);
  const app = await createStudio({
    version: await readPackageVersion(),
    sessions,
    reach,
    manifests: demo?.manifests ?? manifests,
    web: await page,
    write: options.write ?? false,
    folder: resolve(NEW_CONNECTORS),
    demo: demo !== undefined,
    allowPrivate,
    parts,
    metrics,
    ...(options['no-worker'] ? {} : { startWorker }),
    ...(demo ? { start: demo.start } : {}),
  });
  closing.defer(() => app.close());
  return { app, demo, parts, sessions };
}

/** `studio`: serves the studio and executes runs until interrupted; prints a login link. Throws USAGE and errors of opening the store. */
export const studio: Act = async (call: CommandCall) => {
  const { args, options, terminal } = call;
  const [port, host] = [parsePort(options.port), options.host ?? HOST];
  const reach = await readReach(host, options);
  const { LOGIN_PATH, SESSION_HOURS } = await import('../../../../studio/server/app.ts');
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  await using closing = new AsyncDisposableStack();
  let origin = '';
  const loginLink = () => `${origin}${LOGIN_PATH}?code=${sessions.code}`;
  const onLogin = () => void terminal.tell(`logged in; use this link for the next login: ${loginLink()}\n`);
  const opened = await openStudio(call, await findManifests(args), { reach, onLogin }, closing);
  const { app, demo, parts, sessions } = opened;
  origin = originOf(await listen(app, host, port), host, reach);
  if (demo) terminal.tell('demo: vendors and data are simulated; nothing leaves this machine\n');
  terminal.tell(`open this link to log in; it works once, and the session lasts ${SESSION_HOURS} hours\n`);
  await terminal.print(`${loginLink()}\n`);
  await demo?.connect(parts);
  if (options.open) closing.defer(await openPage(loginLink()));
  await waitForAbort(interrupt.signal);
  return EXIT.done;
};
