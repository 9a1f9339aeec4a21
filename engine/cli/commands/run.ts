import { hash, randomUUID } from 'node:crypto';
import { type Connector, compileConnector } from '../../connector/index.ts';
import { isEngineError } from '../../errors/index.ts';
import { createPorts } from '../../io/ports.ts';
import { stateFile } from '../../io/state-file.ts';
import { stable } from '../../json/index.ts';
import type { Journal } from '../../run/journal.ts';
import { forgetful } from '../../run/journal.ts';
import type { RunReport } from '../../run/meter.ts';
import { run as sync } from '../../run/run.ts';
import type { Secret } from '../../secret/index.ts';
import { openDestination, type Sink } from '../../sink/index.ts';
import type { Act, Call } from '../command.ts';
import { errorText } from '../error-text.ts';
import { EXIT } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { type LoadedConfig, loadConfig } from '../load-config.ts';
import { type LoadedConnector, loadConnector } from '../load-connector.ts';
import { lockAll } from '../locks.ts';
import { showProgress } from '../progress.ts';
import { startRecording } from '../recording.ts';
import { summaryText } from '../summary.ts';
import { printJson } from '../terminal.ts';

type RunCall = Call<'config' | 'to'>;

/** What must be the same for a stopped run to be gone on with. Secrets go in as part of a hash only. */
const fingerprintOf = (loaded: LoadedConnector, config: LoadedConfig, { options }: RunCall): string => {
  const { maps, filters = {}, select = {}, settings } = config;
  const parts = {
    manifest: loaded.text,
    settings,
    filters,
    select,
    maps: maps ?? {},
    streams: options.select ?? [],
    to: options.to,
  };
  return hash('sha256', stable(JSON.parse(JSON.stringify(parts))), 'base64url');
};

const exitOf = (report: RunReport): number => {
  if (report.state === 'ERRORED') return EXIT.failed;
  const { asset, finding } = report.entities;
  const skipped = report.warnings.some(({ code }) => code === 'PARTITION_SKIPPED');
  return asset.rejected + finding.rejected > 0 || skipped ? EXIT.incomplete : EXIT.done;
};

async function compile(
  loaded: LoadedConnector,
  config: LoadedConfig,
  { options, terminal }: RunCall,
  learn: (secret: string | Secret) => void,
): Promise<Connector> {
  return compileConnector(loaded.manifest, {
    ...config,
    ...(options.select ? { streams: options.select } : {}),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    learn: (session) => {
      for (const value of [...Object.values(session.values), ...Object.values(session.keep ?? {})]) {
        terminal.learn(value);
        learn(value);
      }
    },
  });
}

const open = (call: RunCall): { sinks: Sink[]; journal: Journal } => ({
  sinks: call.options.to.map((to) => openDestination(to, { writeOut: (text) => call.terminal.print(text) })),
  journal: call.options.state === undefined ? forgetful : stateFile(call.options.state),
});

/** `run`: one sync. Exit 0, 1 when it errored, 3 when records were rejected or partitions skipped, 130 when interrupted. */
export const run: Act<'config' | 'to'> = async (call) => {
  const { args, options, terminal } = call;
  const loaded = await loadConnector(args[0] ?? '');
  const config = await loadConfig(
    loaded.manifest,
    { file: options.config, ...(options.set ? { overrides: options.set } : {}) },
    terminal,
  );
  const { sinks, journal } = open(call);
  const real = createPorts({ allowPrivate: options['allow-private-network'] ?? false });
  const recording = options.record === undefined ? undefined : startRecording(options.record, real);
  const connector = await compile(loaded, config, call, recording?.learn ?? (() => undefined));
  recording?.of(connector);
  const { signal, done } = interruptible();
  const locks = await lockAll(options.to, options.state);
  const progress = options.quiet ? undefined : showProgress(connector.manifest.title, terminal);
  try {
    const job = {
      runId: randomUUID(),
      sinks,
      journal,
      fingerprint: fingerprintOf(loaded, config, call),
      signal,
      full: options.full ?? false,
    };
    const report = await sync(
      connector,
      { ...job, ...(progress ? { watch: progress.watch } : {}) },
      recording?.ports ?? real,
    );
    progress?.stop();
    await recording?.write(config, terminal);
    await tellReport(report, call);
    return exitOf(report);
  } catch (error) {
    progress?.stop();
    if (isEngineError(error, 'INTERRUPTED') && options.state === undefined)
      terminal.tell('Without --state nothing was kept: the next run begins anew.\n');
    throw error;
  } finally {
    done();
    await locks.release();
    await real.close();
  }
};

async function tellReport(report: RunReport, { options, terminal }: RunCall): Promise<void> {
  // Records have stdout to themselves.
  const recordsOut = options.to.includes('stdout');
  if (options.json) await printJson(terminal, report);
  else if (recordsOut) terminal.tell(summaryText(report, options.to, terminal.paint.err));
  else await terminal.print(summaryText(report, options.to, terminal.paint.out));
  if (report.error) terminal.tell(errorText(report.error, terminal.paint.err));
}
