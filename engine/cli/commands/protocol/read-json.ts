import { type EngineError, engineError } from '../../../base/errors/index.ts';
import type { Json } from '../../../base/json/index.ts';
import { readText } from '../../../io/read-text.ts';

/** Catalogs contain schemas, and states a cursor per partition. */
const MAX_BYTES = 64 * 2 ** 20;

async function readJson(file: string, fail: (reason: string) => EngineError): Promise<Json> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw fail(read.problem);
  try {
    return JSON.parse(read.text) as Json;
  } catch {
    throw fail('it is not JSON');
  }
}

/** Reads the file of `--catalog`. Throws CATALOG_UNREADABLE. */
export const readCatalogFile = (file: string): Promise<Json> =>
  readJson(file, (reason) => engineError('CATALOG_UNREADABLE', { file, reason }));

/** Reads the file of `--state`; without one, a sync starts from scratch. Throws PROTOCOL_STATE_INVALID. */
export const readStateFile = async (file: string | undefined): Promise<Json> =>
  file === undefined
    ? {}
    : readJson(file, (reason) =>
        engineError('PROTOCOL_STATE_INVALID', { path: '', problem: `cannot read ${file}: ${reason}` }),
      );
