import { resolve } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { formatSuggestion } from '../../../base/suggestion/index.ts';
import { type Entity, parseQuery } from '../../../inventory/query/index.ts';
import { exportAs } from '../../../inventory/read/index.ts';
import { createPartFile } from '../../../pipeline/sink/part-file.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import type { Terminal } from '../../terminal.ts';

const ENTITIES: Readonly<Record<string, Entity>> = { assets: 'asset', findings: 'finding' };

function parseEntity(what: string | undefined): Entity {
  const entity = what === undefined || !Object.hasOwn(ENTITIES, what) ? undefined : ENTITIES[what];
  if (entity) return entity;
  throw engineError('USAGE', {
    problem: `cannot export "${what}": use findings or assets.${formatSuggestion(what ?? '', Object.keys(ENTITIES))}`,
  });
}

export function outputFile({ to = [] }: CommandCall['options']): string | undefined {
  const [file, another] = to;
  if (another !== undefined) throw engineError('USAGE', { problem: 'export writes one file: use --to only once' });
  return file === undefined || file === '-' ? undefined : resolve(file);
}

const BATCH_LENGTH = 1 << 16;

/** Joins pieces of text into batches of at least 64 KiB to save writes. */
async function* batchText(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < BATCH_LENGTH) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Writes a file atomically: if writing fails, the previous file remains. */
async function writeExport(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = createPartFile(file);
  try {
    await part.open();
    for await (const piece of pieces) await part.append(piece);
    await part.sync();
    await part.publish();
  } catch (error) {
    await part.discard();
    throw error;
  }
}

/** Writes an export to a file, or to stdout. */
export async function printExport(
  file: string | undefined,
  pieces: AsyncIterable<string>,
  terminal: Terminal,
): Promise<void> {
  if (file !== undefined) await writeExport(file, pieces);
  else for await (const text of batchText(pieces)) await terminal.print(text);
}

/** `export findings|assets`: writes all records that match a query to a file or to stdout. */
export const exportRecords: Act<'format'> = async ({ args, options, terminal }) => {
  const entity = parseEntity(args[0]);
  const file = outputFile(options);
  const query = parseQuery(options.query ?? '', entity);
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const pieces = exportAs(store, { entity, format: options.format }, { query, now: Date.now() });
    await printExport(file, pieces, terminal);
    return EXIT.done;
  } finally {
    await store.close();
  }
};
