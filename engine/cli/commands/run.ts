import { randomUUID } from 'node:crypto';
import { engineError, isEngineError } from '../../base/errors/index.ts';
import { createPorts } from '../../io/ports.ts';
import { stateFile } from '../../io/state-file.ts';
import { type Cursors, forgetful, type Journal } from '../../pipeline/run/journal.ts';
import type { RunReport } from '../../pipeline/run/meter.ts';
import { run as sync } from '../../pipeline/run/run.ts';
import { destinationName, destinationSecret } from '../../pipeline/sink/index.ts';
import type { Act, Call } from '../command.ts';
import { type Connected, connect } from '../connect.ts';
import { lockDestinations, openDestinations, toStdout } from '../destinations.ts';
import { errorText } from '../error-text.ts';
import { runExitCode } from '../exit-code.ts';
import { fingerprint } from '../fingerprint.ts';
import { interruptible } from '../interrupt.ts';
import { showProgress } from '../progress/index.ts';
import { type RunRecording, startRecording } from '../recording.ts';
import { sourceOf } from '../source-of.ts';
import { summaryText } from '../summary.ts';
import { printJson } from '../terminal.ts';

type RunCall = Call<'config' | 'to'>;

interface Ready extends Connected {
  readonly journal: Journal;
  readonly recording: RunRecording | undefined;
  readonly ports: ReturnType<typeof createPorts>;
}

async function prepare(call: RunCall): Promise<Ready> {
  const { options, terminal } = call;
  for (const secret of options.to.map(destinationSecret)) if (secret !== undefined) terminal.learn(secret);
  let recording: RunRecording | undefined;
  const connected = await connect(call, (secret) => recording?.learn(secret));
  const ports = createPorts({ allowPrivate: options['allow-private-network'] ?? false, env: terminal.env });
  if (options.record !== undefined) recording = startRecording(options.record, connected.connector, ports);
  const journal = options.state === undefined ? forgetful : stateFile(options.state);
  return { ...connected, ports, recording, journal };
}

async function syncOnce(call: RunCall, ready: Ready): Promise<RunReport> {
  const { options, terminal } = call;
  const { connector, loaded, config, journal, ports, recording } = ready;
  const runId = randomUUID();
  const sinks = openDestinations(options.to, { terminal, source: await sourceOf(ready, runId, options) });
  using _locks = await lockDestinations(options.to, options.state);
  using interrupt = interruptible(terminal);
  using progress = showProgress(terminal, options);
  const job = {
    runId,
    sinks,
    journal,
    fingerprint: fingerprint(loaded, config, {
      streams: options.select,
      destinations: options.to.map(destinationName),
    }),
    full: options.full ?? false,
    signal: interrupt.signal,
    watch: progress.watch,
  };
  // Awaited here: what is used above is held until the run has ended.
  return await sync(connector, job, recording?.ports ?? ports);
}

/** The cursors that a recorded run begins with: its replay begins with them, too. */
const cursorsBefore = async ({ options }: RunCall, { journal, recording }: Ready): Promise<Cursors> =>
  recording && !options.full ? ((await journal.load())?.cursors ?? {}) : {};

async function tellReport(report: RunReport, { options, terminal }: RunCall): Promise<void> {
  if (options.json) await printJson(terminal, report);
  else if (!toStdout(options.to))
    await terminal.print(summaryText(report, options.to.map(destinationName), terminal.paint.out));
  else if (!options.quiet) terminal.tell(summaryText(report, options.to.map(destinationName), terminal.paint.err));
  if (report.error) terminal.tell(errorText(report.error, terminal.paint.err));
}

/** `run`: one sync. Exit 0, 1 when it errored, 3 when records were rejected or partitions skipped, 130 when interrupted. */
export const run: Act<'config' | 'to'> = async (call) => {
  const { options, terminal } = call;
  if (options.json && toStdout(options.to))
    throw engineError('USAGE', { problem: '--json and --to stdout both write to stdout: choose one' });
  const ready = await prepare(call);
  try {
    const cursors = await cursorsBefore(call, ready);
    const report = await syncOnce(call, ready);
    const { filters, select } = ready.config;
    const scope = { ...(filters ? { filters } : {}), ...(select ? { select } : {}) };
    await ready.recording?.write({ ...scope, ...(report.mode === 'delta' ? { cursors } : {}) }, terminal);
    await tellReport(report, call);
    return runExitCode(report.state, report);
  } catch (error) {
    if (isEngineError(error, 'INTERRUPTED') && options.state === undefined)
      terminal.tell('without --state nothing was kept: the next run begins anew\n');
    throw error;
  } finally {
    await ready.ports.close();
  }
};
