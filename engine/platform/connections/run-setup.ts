import { engineError } from '../../base/errors/index.ts';
import { createRedactor, type Redactor } from '../../base/secret/index.ts';
import { parseStored } from '../../inventory/store/storable.ts';
import type { Database } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { type Manifest, type MapSpec, mergeSecrets } from '../../manifest/index.ts';
import type { Config, ConnectionSetup, SettingValue } from '../../pipeline/connector/index.ts';
import type { Cursors } from '../../pipeline/run/state-store.ts';
import type { Keyring } from './keyring.ts';
import { resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openSecrets, readSecrets, type SealedSecret } from './sealed-secrets.ts';

/** Snapshot of everything that a run needs, taken when it is planned: later edits apply to the next run. Stored as JSON. */
export interface RunSetup {
  readonly setupVersion: 1;
  readonly connectionId: string;
  readonly manifest: Manifest;
  /** Plain settings. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly secrets: readonly SealedSecret[];
  readonly filters: NonNullable<Config['filters']>;
  readonly select: NonNullable<Config['select']>;
  /** Custom maps, by the name of the manifest's map that each replaces. */
  readonly maps: Readonly<Record<string, MapSpec>>;
  readonly cursors: Cursors;
  readonly preserveAbsent: boolean;
}

async function readRow(db: Database, id: string): Promise<ConnectionRow> {
  const row = await db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw engineError('CONNECTION_UNKNOWN', { connection: id });
  return row;
}

/** Reads the specs of custom maps, by the manifest's map. Throws MAP_UNKNOWN if one was deleted. */
async function readCustomMaps(
  db: Database,
  chosen: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, MapSpec>>> {
  const ids = Object.values(chosen);
  if (ids.length === 0) return {};
  const rows = await db.selectFrom('transform_map').select(['id', 'spec']).where('id', 'in', ids).execute();
  const specs = new Map(rows.map(({ id, spec }) => [id, parseStored<MapSpec>(spec)]));
  return Object.fromEntries(
    Object.entries(chosen).map(([name, id]) => {
      const spec = specs.get(id);
      if (!spec) throw engineError('MAP_UNKNOWN', { map: id });
      return [name, spec];
    }),
  );
}

/**
 * Builds the setup of a run, reading from `db` (the platform's store unless a transaction is given). Does not decrypt secrets.
 * Throws CONNECTION_UNKNOWN, MAP_UNKNOWN, and errors of loading the manifest.
 */
export async function planRunSetup(
  { store, manifestOf }: Platform,
  connectionId: string,
  db: Database = store.db,
): Promise<RunSetup> {
  const row = await readRow(db, connectionId);
  return {
    setupVersion: 1,
    connectionId,
    manifest: await manifestOf(row.connector),
    settings: parseStored(row.settings),
    secrets: await readSecrets(db, connectionId),
    filters: parseStored(row.filters),
    select: parseStored(row.select),
    maps: await readCustomMaps(db, parseStored(row.maps)),
    cursors: parseStored(row.cursors),
    preserveAbsent: row.preserve_absent === 1,
  };
}

/**
 * Decrypts a setup for `compileConnector`. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_UNSEALED, and SECRET_BOUND_ELSEWHERE if
 * the settings contain a host for which a secret was not entered.
 */
export async function openRunSetup(setup: RunSetup, keyring: Keyring): Promise<ConnectionSetup> {
  const { connectionId, manifest, settings, secrets, filters, select, maps } = setup;
  const origins = secrets.length === 0 ? [] : await resolveSecretOrigins(manifest, settings);
  return {
    settings: mergeSecrets(settings, openSecrets(secrets, { connectionId, manifest, origins }, keyring)),
    filters,
    select,
    maps,
  };
}

/** Creates a redactor of a connection's secrets. Throws CONNECTION_UNKNOWN and the errors of `openRunSetup`. */
export async function createConnectionRedactor(
  platform: Pick<Platform, 'store' | 'manifestOf' | 'keyring'>,
  connectionId: string,
): Promise<Redactor> {
  const { db } = platform.store;
  const row = await readRow(db, connectionId);
  const secrets = await readSecrets(db, connectionId);
  if (secrets.length === 0) return createRedactor([]);
  const manifest = await platform.manifestOf(row.connector);
  const origins = await resolveSecretOrigins(manifest, parseStored(row.settings));
  return createRedactor(Object.values(openSecrets(secrets, { connectionId, manifest, origins }, platform.keyring)));
}

/** Removes the secrets from the setup of a finished run. */
export const dropSecrets = (setup: RunSetup): RunSetup => ({ ...setup, secrets: [] });
