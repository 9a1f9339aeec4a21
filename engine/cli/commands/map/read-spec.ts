import { engineError } from '../../../base/errors/index.ts';
import { readText } from '../../../io/read-text.ts';
import type { Terminal } from '../../terminal.ts';

const MAX_BYTES = 1_048_576;

/** Reads a map's JSON from a file, or from standard input for `-`. Throws MAP_UNREADABLE. */
export async function readSpec(file: string, terminal: Pick<Terminal, 'readInput'>): Promise<unknown> {
  const read = file === '-' ? { text: await terminal.readInput() } : await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('MAP_UNREADABLE', { file, reason: read.problem });
  try {
    return JSON.parse(read.text);
  } catch (error) {
    throw engineError('MAP_UNREADABLE', { file, reason: 'it is not JSON' }, error);
  }
}
