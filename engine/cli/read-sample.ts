import { engineError } from '../base/errors/index.ts';
import { readText } from '../io/read-text.ts';
import type { Terminal } from './terminal.ts';

const MAX_BYTES = 64 << 20;

/** Reads a sample from a file, or from standard input for `-`. Throws SAMPLE_UNREADABLE. */
export async function readSample(file: string, terminal: Pick<Terminal, 'readInput'>): Promise<string> {
  if (file === '-') return terminal.readInput();
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('SAMPLE_UNREADABLE', { file, reason: read.problem });
  if (read.text.trim() === '') throw engineError('SAMPLE_UNREADABLE', { file, reason: 'it is empty' });
  return read.text;
}
