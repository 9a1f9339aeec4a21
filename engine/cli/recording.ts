import { basename, dirname } from 'node:path';
import type { Connector } from '../connector/index.ts';
import { createRecorder, runCase, writeCase } from '../replay/index.ts';
import type { Ports } from '../run/ports.ts';
import type { Secret } from '../secret/index.ts';
import type { LoadedConfig } from './load-config.ts';
import type { Terminal } from './terminal.ts';

/** `--record <dir>`: the run's exchanges, without secrets, as a case that `test` replays. */
export interface RunRecording {
  readonly ports: Ports;
  learn(secret: string | Secret): void;
  of(connector: Connector): void;
  /** Writes `recordings/<name>.json` and `expected/<name>.json` beside each other, `name` being the folder's last part. */
  write(config: LoadedConfig, terminal: Terminal): Promise<void>;
}

/** `target` is `<connector's folder>/<case>`. */
export function startRecording(target: string, ports: Ports): RunRecording {
  let connector: Connector | undefined;
  const recorder = createRecorder(() => {
    if (!connector) throw new Error('nothing was recorded');
    return connector;
  }, ports);
  return {
    ports: recorder.ports,
    learn: (secret) => recorder.learn(secret),
    of: (compiled) => {
      connector = compiled;
    },
    async write({ filters, select }, terminal) {
      if (!connector) return;
      const name = basename(target);
      const meta = {
        description: `Recorded: ${name}.`,
        ...(filters ? { filters } : {}),
        ...(select ? { select } : {}),
      };
      const recording = recorder.recording(meta as Parameters<typeof recorder.recording>[0]);
      const { outcome } = await runCase(connector.manifest, recording);
      await writeCase(dirname(target), name, { recording, expected: outcome });
      terminal.tell(`recorded ${recording.exchanges.length} exchanges as the case "${name}" in ${dirname(target)}\n`);
    },
  };
}
