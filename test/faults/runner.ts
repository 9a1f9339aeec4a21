import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type ConnectionTestResult,
  compileConnector,
  createPorts,
  noState,
  openDestination,
  type Ports,
  type RunReport,
  run,
  runConnectionTest,
} from '../../engine/index.ts';
import { createFolder, FILES, readRecords, readRejects } from '../pipeline/run/folder.ts';
import { createVirtualClock } from '../pipeline/run/virtual-clock.ts';
import { type Case, pickPlanned } from './case.ts';
import { HOST, TLS, TRUSTED } from './certificates.ts';
import { buildHealthyAnswer, type List, markSent } from './healthy-vendor.ts';
import { countRequests, type Ledger } from './ledger.ts';
import { createPagedManifest } from './manifests.ts';
import { answerWell, status } from './plays.ts';
import { type Exchange, type FaultServer, startServer } from './server.ts';

const HERE = { address: '127.0.0.1', family: 4 };

/** Fault case with the page of things that it affects. */
export interface FaultSite {
  readonly fault: Case;
  /** Route of the faulty request. */
  readonly on: string;
}

const BEFORE = 'of the run before\n';
const PAGES = [0, 1, 2];

/** Lists the pages or routes on which the fault of a case occurs. */
export const listSites = (fault: Case): (FaultSite & { name: string })[] =>
  fault.on !== undefined || fault.fault === undefined
    ? [{ name: fault.name, fault, on: fault.on ?? '' }]
    : (fault.pages ?? PAGES).map((page) => ({
        name: `${fault.name} (page ${page + 1})`,
        fault,
        on: `GET /things?page=${page}`,
      }));

/** Starts the vendor of a case, which is normal except for the fault. */
async function startVendor({ fault, on }: FaultSite): Promise<{ server: FaultServer; stranger: FaultServer }> {
  const list: List = { ids: fault.list ?? ['t1', 't2', 't3', 't4', 't5'], edits: fault.edits ?? [], sent: 0 };
  const stranger = await startServer({ answer: (exchange) => answerWell(exchange, () => ({ json: '{}', ids: [] })) });
  const answer = (exchange: Exchange) => {
    const { route, attempt } = exchange.seen;
    const plan = route === on ? fault.fault : fault.also?.[route];
    const good = buildHealthyAnswer(list, exchange);
    const play = (plan && pickPlanned(plan, attempt)) ?? (good ? answerWell : status(404));
    play(exchange, () => good ?? { json: '{}', ids: [] });
    if (route.startsWith('GET /things?')) markSent(list);
  };
  const server = await startServer({
    answer,
    greet: (connection) => (fault.greetings && pickPlanned(fault.greetings, connection)) ?? 'well',
    tls: fault.tls && TLS[fault.tls],
    stranger: `http://127.0.0.1:${stranger.port}`,
  });
  onTestFinished(async () => {
    await server.close();
    await stranger.close();
  });
  return { server, stranger };
}

/** Creates a resolver that returns the vendor's address after the lookup failures of the case. */
function createResolver({ names }: Case) {
  let lookups = 0;
  return async () => {
    const code = names && pickPlanned(names, lookups++);
    if (code !== undefined && code !== 'well') throw Object.assign(new Error(code), { code });
    return [HERE];
  };
}

/** Creates the virtual clock of a case; the server opens after `opensAfter` waits. */
async function createClock({ opensAfter = 0, clock = (same) => same }: Case, server: FaultServer) {
  const virtual = createVirtualClock();
  if (opensAfter > 0) await server.close();
  const sleep: Ports['clock']['sleep'] = async (ms, signal) => {
    await virtual.sleep(ms, signal);
    if (virtual.slept.length === opensAfter) await server.open();
  };
  return { ...clock({ now: virtual.now, sleep }), slept: virtual.slept };
}

async function connection(place: FaultSite) {
  const { fault } = place;
  const { server, stranger } = await startVendor(place);
  // A custom authority makes Node parse the machine's certificates again, so it is set only for TLS.
  const network = { ...(fault.tls ? { ca: TRUSTED } : {}), env: {}, resolve: createResolver(fault) };
  const bytes = fault.maxBodyBytes === undefined ? {} : { maxBodyBytes: fault.maxBodyBytes };
  const { connectTimeoutMs = 5000 } = fault;
  const real = createPorts({ allowPrivate: true, connectTimeoutMs, ...network, ...bytes });
  onTestFinished(() => real.close());
  const clock = await createClock(fault, server);
  const manifest = fault.manifest ?? createPagedManifest();
  const key = Object.hasOwn(manifest.settings.properties, 'key') ? { key: 'key-of-the-tests' } : {};
  const url = `${fault.tls ? 'https' : 'http'}://${HOST}:${server.port}`;
  const connector = await compileConnector(manifest, { settings: { url, ...key } });
  return { server, stranger, network, ports: { ...real, clock }, clock, connector };
}

/** Result of a case's run. */
export interface PlayedFault {
  readonly report: RunReport;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly stranger: Ledger;
  readonly slept: readonly number[];
}

/** Runs a case over real sockets, with the files of a previous run in its folder. */
export async function playFault(place: FaultSite): Promise<PlayedFault> {
  const { server, stranger, ports, clock, connector } = await connection(place);
  const folder = await createFolder();
  for (const file of FILES) await writeFile(join(folder, file), BEFORE);
  const sinks = [openDestination(`ndjson:${folder}`, { writeOut: async () => undefined })];
  const endTrouble = await place.fault.trouble?.(folder);
  const report = await run(connector, { runId: 'test', sinks, stateStore: noState, fingerprint: 'test' }, ports);
  endTrouble?.();
  return { report, folder, ledger: server.ledger, stranger: stranger.ledger, slept: clock.slept };
}

/** Runs Test Connection against the vendor of a case. */
export async function checkFault(place: FaultSite): Promise<ConnectionTestResult> {
  const { ports, network, connector } = await connection(place);
  return runConnectionTest(connector, { ports, allowPrivate: true, network, probeMs: 2000 });
}

/** Returns the exit code of the command. */
function exitCode({ state, entities, warnings }: RunReport): number {
  if (state === 'ERRORED') return 1;
  const incomplete = entities.asset.rejected + entities.finding.rejected > 0;
  return incomplete || warnings.some(({ code }) => code === 'PARTITION_SKIPPED') ? 3 : 0;
}

/** Asserts that a failed run leaves exactly the files of the previous run. */
async function expectUntouched(folder: string): Promise<void> {
  for (const file of FILES) expect(await readFile(join(folder, file), 'utf8')).toBe(BEFORE);
  expect((await readdir(folder)).sort()).toEqual([...FILES].sort());
}

/** Asserts that every served record is stored exactly once. */
async function expectStored({ folder, ledger }: PlayedFault, fault: Case): Promise<void> {
  const { outcome } = fault;
  const records = await readRecords(folder, 'findings.ndjson');
  const stored = records.map((record) => String(record['externalFindingId']));
  for (const [id, fields] of Object.entries(outcome.fields ?? {}))
    expect(records.find((record) => record['externalFindingId'] === id)).toMatchObject(fields);
  const rejects = await readRejects(folder);
  const isFinding = fault.manifest?.streams['parts'] ? /-p\d$/ : /^/;
  const served = new Set(ledger.served.filter((id) => isFinding.test(id)));
  expect([...stored].sort()).toEqual([...(outcome.stored ?? served)].sort());
  expect(rejects.map(({ code }) => code)).toEqual(outcome.rejects ?? []);
  expect((await readdir(folder)).sort()).toEqual([...FILES, 'run.json'].sort());
}

/** Compares the result of a case with its expectation and with the invariants of every run. */
export async function assertOutcome(played: PlayedFault, { fault, on }: FaultSite): Promise<void> {
  const { report, ledger, stranger, slept } = played;
  const { outcome } = fault;
  expect([report.error?.code, report.error?.message]).toEqual([
    outcome.error,
    outcome.error && expect.stringContaining(outcome.says ?? ''),
  ]);
  expect(exitCode(report)).toBe(outcome.exit ?? (outcome.error === undefined ? 0 : 1));
  expect(report.warnings.map(({ code }) => code)).toEqual(outcome.warnings ?? []);
  const asked = Object.entries(outcome.asked ?? {}).map(([route]) => [route, countRequests(ledger, route)]);
  expect(Object.fromEntries(asked)).toEqual(outcome.asked ?? {});
  if (outcome.attempts !== undefined) expect(countRequests(ledger, on)).toBe(outcome.attempts);
  const retries = Object.values(report.streams).reduce((sum, stream) => sum + stream.retries, 0);
  if (outcome.retries !== undefined) expect(retries).toBe(outcome.retries);
  if (outcome.waits !== undefined) expect(Math.max(...slept)).toBeGreaterThanOrEqual(outcome.waits);
  expect(stranger.connections).toBe(0);
  if (outcome.error === undefined) await expectStored(played, fault);
  else await expectUntouched(played.folder);
}

/** Returns the failed check with its code, or `passed`. */
export function formatVerdict({ ok, checks }: ConnectionTestResult): string {
  const failed = checks.find(({ status: how }) => how === 'failed');
  return ok || !failed ? 'passed' : `${failed.id} ${failed.code}`;
}
