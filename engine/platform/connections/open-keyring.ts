import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { engineError } from '../../base/errors/index.ts';
import { isForeignLink } from '../../inventory/store/foreign-link.ts';
import type { Database, Store } from '../../inventory/store/store.ts';
import { readText } from '../../io/read-text.ts';
import { KEY_BYTES, type Keyring, parseKeyring } from './keyring.ts';
import { readKeyId } from './vault.ts';

const MAX_BYTES = 65_536;

type Environment = Readonly<Record<string, string | undefined>>;

/** Sources of keys. */
export interface KeySource {
  readonly env: Environment;
  /** Key file of a local store, created on first use; absent if several machines share the store. */
  readonly ownFile?: string;
}

async function readKeyFile(file: string): Promise<Keyring> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('KEY_MISSING', { where: `cannot read ${file}: ${read.problem}` });
  return parseKeyring(read.text, `the file ${file}`);
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** Creates a key file that only this user can read. Linked atomically, so that processes neither read a partial key nor create two. */
async function createKeyFile(file: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const text = `${randomBytes(KEY_BYTES).toString('base64')}\n`;
    await writeFile(fresh, text, { flag: 'wx', mode: 0o600, flush: true });
    await link(fresh, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw engineError('FILE_UNWRITABLE', { file, reason: errorCode(error) }, error);
  } finally {
    await rm(fresh, { force: true });
  }
}

const collectKeyIds = (rows: readonly { readonly sealed: string | null }[]) =>
  rows.flatMap(({ sealed }) => (sealed === null ? [] : [readKeyId(sealed) ?? '']));

/** Lists the ids of the keys that encrypt the store's secrets. */
export async function listUsedKeyIds(db: Database): Promise<readonly string[]> {
  const secrets = await db.selectFrom('secret').select('sealed').execute();
  return [...new Set(collectKeyIds(secrets).filter((id) => id !== ''))].sort();
}

/** Opens or creates the store's key file. If secrets exist, a missing file is an error, because a new key could not decrypt them. */
async function openOwnKey(store: Store, file: string): Promise<Keyring> {
  if (isForeignLink(file))
    throw engineError('KEY_INVALID', {
      source: `the file ${file}`,
      problem: 'it is a symbolic link created by another user',
    });
  const read = await readText(file, MAX_BYTES);
  if ('text' in read && read.text.trim() !== '') return parseKeyring(read.text, `the file ${file}`);
  if ((await listUsedKeyIds(store.db)).length > 0)
    throw engineError('KEY_MISSING', { where: `${file} is missing, but the store contains secrets that it encrypted` });
  await createKeyFile(file);
  return readKeyFile(file);
}

function readGivenKeys(store: Store, { env, ownFile }: KeySource): Promise<Keyring> | Keyring {
  const { MAPWRIGHT_KEY: text, MAPWRIGHT_KEY_FILE: file } = env;
  if (text) return parseKeyring(text, 'MAPWRIGHT_KEY');
  if (file) return readKeyFile(file);
  if (ownFile !== undefined) return openOwnKey(store, ownFile);
  throw engineError('KEY_MISSING', { where: 'MAPWRIGHT_KEY and MAPWRIGHT_KEY_FILE are not set' });
}

/**
 * Reads the keys of MAPWRIGHT_KEY, else of the file MAPWRIGHT_KEY_FILE, else of the store's key file, which is created if the
 * store contains no secrets. Throws KEY_MISSING, KEY_INVALID, FILE_UNWRITABLE, and KEY_WRONG if a stored secret needs another
 * key, so that a worker fails at startup and not during a later run.
 */
export async function openKeyring(store: Store, source: KeySource): Promise<Keyring> {
  const keyring = await readGivenKeys(store, source);
  const missing = (await listUsedKeyIds(store.db)).filter((id) => !keyring.keys.has(id));
  if (missing.length === 0) return keyring;
  throw engineError('KEY_WRONG', { wanted: missing.join(', '), present: [...keyring.keys.keys()].join(', ') });
}
