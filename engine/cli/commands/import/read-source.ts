import { engineError } from '../../../base/errors/index.ts';
import { readText } from '../../../io/read-text.ts';
import type { Terminal } from '../../terminal.ts';

/** Largest source that is read: the OpenAPI documents of large vendors have 10 MB, HAR files more. */
const MAX_BYTES = 64 << 20;

/** Reads the source of an import from a file, or from standard input for `-`. `form` names what is expected. Throws IMPORT_UNREADABLE. */
export async function readSource(file: string, form: string, terminal: Pick<Terminal, 'readInput'>): Promise<string> {
  const read = file === '-' ? { text: await terminal.readInput() } : await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('IMPORT_UNREADABLE', { source: file, reason: read.problem, form });
  if (read.text.trim() === '') throw engineError('IMPORT_UNREADABLE', { source: file, reason: 'it is empty', form });
  return read.text;
}
