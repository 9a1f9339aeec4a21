import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type ChecksResult,
  compileConnector,
  createPorts,
  forgetful,
  openDestination,
  type Ports,
  type RunReport,
  run,
  runChecks,
} from '../../engine/index.ts';
import { emptyFolder, FILES, recordsIn, rejectsIn } from '../pipeline/run/folder.ts';
import { virtualClock } from '../pipeline/run/virtual-clock.ts';
import { type Case, planned } from './case.ts';
import { HOST, TLS, TRUSTED } from './certificates.ts';
import { type Ledger, timesAsked } from './ledger.ts';
import { paged } from './manifests.ts';
import { status, well } from './plays.ts';
import { type Exchange, type FaultServer, startServer } from './server.ts';
import { type List, sent, wellAnswer } from './well.ts';

const HERE = { address: '127.0.0.1', family: 4 };

/** A case with the page of things that its fault is on. */
export interface Place {
  readonly fault: Case;
  /** The route of the faulty request. */
  readonly on: string;
}

const BEFORE = 'of the run before\n';
const PAGES = [0, 1, 2];

/** Every place where a case's fault is to strike. */
export const placesOf = (fault: Case): (Place & { name: string })[] =>
  fault.on !== undefined || fault.fault === undefined
    ? [{ name: fault.name, fault, on: fault.on ?? '' }]
    : (fault.pages ?? PAGES).map((page) => ({
        name: `${fault.name} (page ${page + 1})`,
        fault,
        on: `GET /things?page=${page}`,
      }));

/** Starts the vendor of a case, which nothing is wrong with but the fault. */
async function startVendor({ fault, on }: Place): Promise<{ server: FaultServer; stranger: FaultServer }> {
  const list: List = { ids: fault.list ?? ['t1', 't2', 't3', 't4', 't5'], edits: fault.edits ?? [], sent: 0 };
  const stranger = await startServer({ answer: (exchange) => well(exchange, () => ({ json: '{}', ids: [] })) });
  const answer = (exchange: Exchange) => {
    const { route, attempt } = exchange.seen;
    const plan = route === on ? fault.fault : fault.also?.[route];
    const good = wellAnswer(list, exchange);
    const play = (plan && planned(plan, attempt)) ?? (good ? well : status(404));
    play(exchange, () => good ?? { json: '{}', ids: [] });
    if (route.startsWith('GET /things?')) sent(list);
  };
  const server = await startServer({
    answer,
    greet: (connection) => (fault.greetings && planned(fault.greetings, connection)) ?? 'well',
    tls: fault.tls && TLS[fault.tls],
    stranger: `http://127.0.0.1:${stranger.port}`,
  });
  onTestFinished(async () => {
    await server.close();
    await stranger.close();
  });
  return { server, stranger };
}

/** Gives the vendor's name its address, after the failures that the case has for it. */
function resolverOf({ names }: Case) {
  let lookups = 0;
  return async () => {
    const code = names && planned(names, lookups++);
    if (code !== undefined && code !== 'well') throw Object.assign(new Error(code), { code });
    return [HERE];
  };
}

/** The clock of a case; the server opens when enough was waited. */
async function clockOf({ opensAfter = 0, clock = (same) => same }: Case, server: FaultServer) {
  const virtual = virtualClock();
  if (opensAfter > 0) await server.close();
  const sleep: Ports['clock']['sleep'] = async (ms, signal) => {
    await virtual.sleep(ms, signal);
    if (virtual.slept.length === opensAfter) await server.open();
  };
  return { ...clock({ now: virtual.now, sleep }), slept: virtual.slept };
}

async function connection(place: Place) {
  const { fault } = place;
  const { server, stranger } = await startVendor(place);
  // Certificates of the machine's own are read anew beside one of ours: only where there is TLS.
  const network = { ...(fault.tls ? { ca: TRUSTED } : {}), env: {}, resolve: resolverOf(fault) };
  const bytes = fault.maxBodyBytes === undefined ? {} : { maxBodyBytes: fault.maxBodyBytes };
  const { connectTimeoutMs = 5000 } = fault;
  const real = createPorts({ allowPrivate: true, connectTimeoutMs, ...network, ...bytes });
  onTestFinished(() => real.close());
  const clock = await clockOf(fault, server);
  const manifest = fault.manifest ?? paged();
  const key = Object.hasOwn(manifest.settings.properties, 'key') ? { key: 'key-of-the-tests' } : {};
  const url = `${fault.tls ? 'https' : 'http'}://${HOST}:${server.port}`;
  const connector = await compileConnector(manifest, { settings: { url, ...key } });
  return { server, stranger, network, ports: { ...real, clock }, clock, connector };
}

/** What came of a case's run. */
export interface Played {
  readonly report: RunReport;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly stranger: Ledger;
  readonly slept: readonly number[];
}

/** One real run over real sockets, with files of a run before in its folder. */
export async function play(place: Place): Promise<Played> {
  const { server, stranger, ports, clock, connector } = await connection(place);
  const folder = await emptyFolder();
  for (const file of FILES) await writeFile(join(folder, file), BEFORE);
  const sinks = [openDestination(`ndjson:${folder}`, { writeOut: async () => undefined })];
  const endTrouble = await place.fault.trouble?.(folder);
  const report = await run(connector, { runId: 'test', sinks, journal: forgetful, fingerprint: 'test' }, ports);
  endTrouble?.();
  return { report, folder, ledger: server.ledger, stranger: stranger.ledger, slept: clock.slept };
}

/** Test Connection against the case's vendor. */
export async function check(place: Place): Promise<ChecksResult> {
  const { ports, network, connector } = await connection(place);
  return runChecks(connector, { ports, allowPrivate: true, network, probeMs: 2000 });
}

/** The exit code that the command would end with. */
function exitOf({ state, entities, warnings }: RunReport): number {
  if (state === 'ERRORED') return 1;
  const incomplete = entities.asset.rejected + entities.finding.rejected > 0;
  return incomplete || warnings.some(({ code }) => code === 'PARTITION_SKIPPED') ? 3 : 0;
}

/** Nothing of a failed run is to be seen: the files are those of the run before, and no others. */
async function expectUntouched(folder: string): Promise<void> {
  for (const file of FILES) expect(await readFile(join(folder, file), 'utf8')).toBe(BEFORE);
  expect((await readdir(folder)).sort()).toEqual([...FILES].sort());
}

/** What is stored is what was served, each once. */
async function expectStored({ folder, ledger }: Played, fault: Case): Promise<void> {
  const { outcome } = fault;
  const records = await recordsIn(folder, 'findings.ndjson');
  const stored = records.map((record) => String(record['externalFindingId']));
  for (const [id, fields] of Object.entries(outcome.fields ?? {}))
    expect(records.find((record) => record['externalFindingId'] === id)).toMatchObject(fields);
  const rejects = await rejectsIn(folder);
  const isFinding = fault.manifest?.streams['parts'] ? /-p\d$/ : /^/;
  const served = new Set(ledger.served.filter((id) => isFinding.test(id)));
  expect([...stored].sort()).toEqual([...(outcome.stored ?? served)].sort());
  expect(rejects.map(({ code }) => code)).toEqual(outcome.rejects ?? []);
  expect((await readdir(folder)).sort()).toEqual([...FILES, 'run.json'].sort());
}

/** Holds what came of a case against what is expected of it, and against what is true of every run. */
export async function judge(played: Played, { fault, on }: Place): Promise<void> {
  const { report, ledger, stranger, slept } = played;
  const { outcome } = fault;
  expect([report.error?.code, report.error?.message]).toEqual([
    outcome.error,
    outcome.error && expect.stringContaining(outcome.says ?? ''),
  ]);
  expect(exitOf(report)).toBe(outcome.exit ?? (outcome.error === undefined ? 0 : 1));
  expect(report.warnings.map(({ code }) => code)).toEqual(outcome.warnings ?? []);
  const asked = Object.entries(outcome.asked ?? {}).map(([route]) => [route, timesAsked(ledger, route)]);
  expect(Object.fromEntries(asked)).toEqual(outcome.asked ?? {});
  if (outcome.attempts !== undefined) expect(timesAsked(ledger, on)).toBe(outcome.attempts);
  const retries = Object.values(report.streams).reduce((sum, stream) => sum + stream.retries, 0);
  if (outcome.retries !== undefined) expect(retries).toBe(outcome.retries);
  if (outcome.waits !== undefined) expect(Math.max(...slept)).toBeGreaterThanOrEqual(outcome.waits);
  expect(stranger.connections).toBe(0);
  if (outcome.error === undefined) await expectStored(played, fault);
  else await expectUntouched(played.folder);
}

/** The check that failed with its code, or `passed`. */
export function verdictOf({ ok, checks }: ChecksResult): string {
  const failed = checks.find(({ status: how }) => how === 'failed');
  return ok || !failed ? 'passed' : `${failed.id} ${failed.code}`;
}
