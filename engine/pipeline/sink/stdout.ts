import { toTexts } from './lines.ts';
import type { LineSink } from './sink.ts';

/** Writes text; resolves when the output accepts more. */
export type WriteText = (text: string) => Promise<void>;

/**
 * Sink `stdout`: prints one `{"entity", "record"}` per line. A record that replaces one with the same identity is printed
 * after it: the last line of an identity counts. A run that resumes after a kill may print the records since its last
 * checkpoint again.
 */
export function createStdoutSink(write: WriteText): LineSink {
  return {
    takes: 'lines',
    open: async () => undefined,
    async write(batch) {
      let text = '';
      for (const [entity, { records }] of Object.entries(batch.entities))
        for (const record of toTexts(records)) text += `{"entity":${JSON.stringify(entity)},"record":${record}}\n`;
      if (text) await write(text);
    },
    checkpoint: async () => null,
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}
