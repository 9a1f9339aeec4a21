import type { Manifest } from '../../../../manifest/index.ts';
import { compileConnector } from '../../../../pipeline/connector/index.ts';
import { run } from '../../../../pipeline/run/run.ts';
import { noState } from '../../../../pipeline/run/state-store.ts';
import { createRecorder, createReplay, type Recording } from '../../../../workbench/replay/index.ts';
import { getStarterAuth } from './auth.ts';
import { STARTER_CASE, type StarterOptions } from './manifest.ts';
import { createStarterVendor, STARTER_BASE } from './vendor.ts';

const NOW = '2026-02-01T00:00:00.000Z';

/** Records a run of the starter manifest against its fictional vendor, as `run --record` does. */
export async function recordStarterCase(manifest: Manifest, options: StarterOptions): Promise<Recording> {
  const samples = Object.entries(getStarterAuth(options.auth).settings).map(([name, { sample }]) => [name, sample]);
  const settings = { base_url: STARTER_BASE, ...Object.fromEntries(samples) };
  const connector = await compileConnector(manifest, {
    settings,
    learn({ values }) {
      for (const value of Object.values(values)) recorder.learn(value);
    },
  });
  const offline = createReplay({ description: STARTER_CASE, now: NOW, settings, exchanges: [] }, () => []);
  const recorder = createRecorder(() => connector, { ...offline, http: { send: createStarterVendor(options) } });
  const job = { runId: 'starter', sinks: [], stateStore: noState, fingerprint: 'starter' };
  const report = await run(connector, job, recorder.ports);
  if (report.error) throw new Error(`the starter manifest fails: ${report.error.message}`);
  return recorder.recording({ description: STARTER_CASE });
}
