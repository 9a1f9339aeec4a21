import type { FileHandle } from 'node:fs/promises';
import type { Secret } from '../../../base/secret/index.ts';
import type { Connector } from '../../../pipeline/connector/index.ts';
import type { Ports } from '../../../pipeline/run/ports.ts';
import { changeFile, createOwn } from '../../../pipeline/sink/own-file.ts';
import { createExchangeTap } from '../../../workbench/read/index.ts';

/** Bytes of each body in the file. */
const BODY_BYTES = 65_536;

/** Log of a run's HTTP exchanges for `--debug-http <file>`: one JSON object per line, with redacted secrets. */
export interface DebugLog {
  readonly ports: Ports;
  learn(secrets: readonly (string | Secret)[]): void;
  /** Writes the remaining exchanges. Rejects with FILE_UNWRITABLE if a line could not be written. */
  close(): Promise<void>;
}

/** Opens the log and observes `ports`. Lines are written as soon as an exchange ends. Throws FILE_UNWRITABLE. */
export async function openDebugLog(file: string, connector: Connector, ports: Ports): Promise<DebugLog> {
  const handle: FileHandle = await changeFile(file, () => createOwn(file));
  let writing = Promise.resolve();
  const write = (all = false) => {
    const lines = tap.take(all).map((exchange) => `${JSON.stringify(exchange)}\n`);
    if (lines.length === 0) return;
    writing = writing.then(() => changeFile(file, () => handle.appendFile(lines.join(''))));
    // Reported by close: a log that cannot be written does not end the run.
    writing.catch(() => undefined);
  };
  const tap = createExchangeTap(() => connector, ports, { bodyBytes: BODY_BYTES, onReady: () => write() });
  return {
    ports: tap.ports,
    learn: tap.learn,
    async close() {
      write(true);
      await writing.finally(() => handle.close());
    },
  };
}
