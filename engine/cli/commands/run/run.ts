import { randomUUID } from 'node:crypto';
import { engineError, isEngineError } from '../../../base/errors/index.ts';
import { createPorts } from '../../../io/ports.ts';
import { createStateFile } from '../../../io/state-file.ts';
import type { Ports } from '../../../pipeline/run/ports.ts';
import { run as sync } from '../../../pipeline/run/run.ts';
import type { RunReport } from '../../../pipeline/run/run-counters.ts';
import type { RunLimits } from '../../../pipeline/run/run-limits.ts';
import { type Cursors, noState, type StateStore } from '../../../pipeline/run/state-store.ts';
import { findDestinationSecret, formatDestination } from '../../../pipeline/sink/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { type ConnectedConnector, loadConnection } from '../../config/connect.ts';
import { runExitCode } from '../../exit-code.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { printJson } from '../../terminal.ts';
import { formatError } from '../../text/error-text.ts';
import { formatSummary } from '../../text/summary.ts';
import type { DebugLog } from './debug-log.ts';
import { lockDestinations, openDestinations, writesToStdout } from './destinations.ts';
import { showProgress } from './progress/index.ts';
import type { RunRecording } from './recording.ts';
import { computeRunFingerprint } from './run-fingerprint.ts';
import { buildSinkSource } from './sink-source.ts';

type RunCall = CommandCall<'config' | 'to'>;

interface PreparedRun extends ConnectedConnector {
  readonly stateStore: StateStore;
  readonly recording: RunRecording | undefined;
  readonly debugLog: DebugLog | undefined;
  /** Ports of the run: observed by the debug log, then by the recording. */
  readonly runPorts: Ports;
  readonly ports: ReturnType<typeof createPorts>;
}

async function prepare(call: RunCall): Promise<PreparedRun> {
  const { options, terminal } = call;
  for (const secret of options.to.map(findDestinationSecret)) if (secret !== undefined) terminal.learn(secret);
  let recording: RunRecording | undefined;
  let debugLog: DebugLog | undefined;
  const connected = await loadConnection(call, (secrets) => {
    debugLog?.learn(secrets);
    for (const secret of secrets) recording?.learn(secret);
  });
  const ports = createPorts({ allowPrivate: options['allow-private-network'] ?? false, env: terminal.env });
  const { connector } = connected;
  // Loaded on use, so that other runs start without the workbench.
  if (options['debug-http'] !== undefined) {
    const { openDebugLog } = await import('./debug-log.ts');
    debugLog = await openDebugLog(options['debug-http'], connector, ports);
  }
  const observed = debugLog?.ports ?? ports;
  if (options.record !== undefined) {
    const { startRecording } = await import('./recording.ts');
    recording = startRecording(options.record, connector, observed);
  }
  const stateStore = options.state === undefined ? noState : createStateFile(options.state);
  return { ...connected, ports, runPorts: recording?.ports ?? observed, recording, debugLog, stateStore };
}

async function syncOnce(call: RunCall, ready: PreparedRun): Promise<RunReport> {
  const { options, terminal } = call;
  const { connector, loaded, config, stateStore, runPorts } = ready;
  const runId = randomUUID();
  const source = await buildSinkSource(ready, runId, options);
  const sinks = openDestinations(options.to, { terminal, source, entities: connector.entities });
  using _locks = await lockDestinations(options.to, options.state);
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  using progress = showProgress(terminal, options);
  const job = {
    runId,
    sinks,
    stateStore,
    fingerprint: computeRunFingerprint(loaded, config, {
      streams: options.select,
      destinations: options.to.map(formatDestination),
      ...pickLimits(options),
    }),
    full: options.full ?? false,
    ...pickLimits(options),
    keepPartial: options['keep-partial'] ?? false,
    signal: interrupt.signal,
    watch: progress.watch,
  };
  // Awaited here, so that locks and signal handlers are not released before the run ends.
  return await sync(connector, job, runPorts);
}

const pickLimits = ({ limit: items, partitions }: RunCall['options']): { readonly limits?: RunLimits } =>
  items === undefined && partitions === undefined
    ? {}
    : { limits: { ...(items === undefined ? {} : { items }), ...(partitions === undefined ? {} : { partitions }) } };

/** Loads the cursors that a recorded run starts from; its replay starts from them as well. */
const loadCursorsBefore = async ({ options }: RunCall, { stateStore, recording }: PreparedRun): Promise<Cursors> =>
  recording && !options.full ? ((await stateStore.load())?.cursors ?? {}) : {};

async function printReport(
  report: RunReport,
  { options, terminal }: RunCall,
  { connector }: PreparedRun,
): Promise<void> {
  const context = { destinations: options.to.map(formatDestination), enums: connector.manifest.enums };
  if (options.json) await printJson(terminal, report);
  else if (!writesToStdout(options.to)) await terminal.print(formatSummary(report, context, terminal.paint.out));
  else if (!options.quiet) terminal.tell(formatSummary(report, context, terminal.paint.err));
  if (report.error) terminal.tell(formatError(report.error, terminal.paint.err));
}

/** `run`: runs one sync. Exit code 0, 1 if it failed, 3 if records were rejected or partitions skipped, 130 if interrupted. */
export const run: Act<'config' | 'to'> = async (call) => {
  const { options, terminal } = call;
  if (options.json && writesToStdout(options.to))
    throw engineError('USAGE', { problem: '--json and --to stdout both write to stdout: use only one of them' });
  const ready = await prepare(call);
  try {
    const cursors = await loadCursorsBefore(call, ready);
    const report = await syncOnce(call, ready);
    const { filters, select } = ready.config;
    const scope = { ...(filters ? { filters } : {}), ...(select ? { select } : {}) };
    await ready.recording?.write(
      {
        ...scope,
        ...pickLimits(options),
        ...(options.select ? { streams: [...options.select] } : {}),
        ...(report.mode === 'delta' ? { cursors } : {}),
      },
      terminal,
    );
    await printReport(report, call, ready);
    return runExitCode(report.state, report);
  } catch (error) {
    if (isEngineError(error, 'INTERRUPTED') && options.state === undefined)
      terminal.tell('no progress was saved because --state was not given; the next run starts over\n');
    throw error;
  } finally {
    await ready.ports.close();
    await ready.debugLog?.close();
  }
};
