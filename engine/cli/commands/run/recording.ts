import { basename, dirname } from 'node:path';
import type { Secret } from '../../../base/secret/index.ts';
import type { Connector } from '../../../pipeline/connector/index.ts';
import type { Ports } from '../../../pipeline/run/ports.ts';
import { createRecorder, type RecordingMeta, runCase, writeCase } from '../../../workbench/replay/index.ts';
import type { Terminal } from '../../terminal.ts';

/** Recording of a run for `--record <folder>/<case>`: its HTTP exchanges, without secrets, as a case for `test`. */
export interface RunRecording {
  readonly ports: Ports;
  learn(secret: string | Secret): void;
  /**
   * Writes `<folder>/recordings/<case>.json` and `<folder>/expected/<case>.json`. Rejects with RECORDING_HOLDS_SECRET, without
   * writing, if they still contain a secret.
   */
  write(given: Omit<RecordingMeta, 'description'>, terminal: Terminal): Promise<void>;
}

/** Records the HTTP exchanges of `ports`; `target` is `<connector folder>/<case>`. */
export function startRecording(target: string, connector: Connector, ports: Ports): RunRecording {
  const recorder = createRecorder(() => connector, ports);
  const [folder, name] = [dirname(target), basename(target)];
  return {
    ports: recorder.ports,
    learn: (secret) => recorder.learn(secret),
    async write(given, terminal) {
      const whole = recorder.recording({ description: `Recorded: ${name}.`, ...given });
      // A replay takes no time, so that it does not renew sessions: those exchanges would remain unused.
      const { unused } = await runCase(connector.manifest, whole);
      const recording = { ...whole, exchanges: whole.exchanges.filter((exchange) => !unused.includes(exchange)) };
      const { outcome } = await runCase(connector.manifest, recording);
      recorder.expectClean({ name, recording, outcome });
      await writeCase(folder, name, { recording, expected: outcome });
      terminal.tell(`recorded ${recording.exchanges.length} exchanges as case "${name}" in ${folder}\n`);
    },
  };
}
