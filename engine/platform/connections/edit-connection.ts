import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { pickSecrets } from '../../manifest/index.ts';
import { writeAudit } from './audit.ts';
import { buildChangedDraft, type ChangedDraft, type ConnectionChanges, expectKnownSecrets } from './changed-draft.ts';
import { lockMaps } from './chosen-maps.ts';
import { type Connection, readConnection, readConnectionRow } from './connection.ts';
import { expectTested, type SaveOptions } from './connection-test.ts';
import { rethrowTaken, toColumns } from './create-connection.ts';
import type { DraftContext } from './draft.ts';
import { expectValidDraft } from './draft-context.ts';
import { formatOrigins, resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { isForCredentials, scheduleNext, setPaused } from './scheduling.ts';
import { deleteSecrets, storeSecrets } from './sealed-secrets.ts';

export interface EditOptions extends SaveOptions {
  /** Expected current revision (default: any). */
  readonly revision?: number;
}

interface Edit {
  readonly row: ConnectionRow;
  readonly changed: ChangedDraft;
  readonly context: DraftContext;
  readonly options: EditOptions;
  readonly action: 'connection.edit' | 'connection.rotate';
}

/** Updates the row if its revision is the expected one, so that concurrent edits fail instead of overwriting each other. */
async function updateConnection(tx: Tx, platform: Platform, { row, changed, context, options }: Edit): Promise<void> {
  const { draft, manifest, settingsChanged } = changed;
  const force = options.force ?? false;
  const tested = settingsChanged
    ? await expectTested(tx, platform, { manifest, settings: draft.settings, force })
    : row.tested_at;
  const seen = options.revision ?? row.revision;
  const done = await tx
    .updateTable('connection')
    .set({ ...toColumns(draft, context), tested_at: tested, updated_at: platform.clock.now(), revision: seen + 1 })
    .where('id', '=', row.id)
    .where('revision', '=', seen)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) throw engineError('CONNECTION_CHANGED', { connection: row.name });
}

/** Stores new secrets, bound to the current hosts, and deletes removed ones. */
async function replaceSecrets(tx: Tx, platform: Platform, { row, changed }: Edit): Promise<void> {
  const { draft, manifest, entered } = changed;
  await deleteSecrets(tx, row.id, changed.dropped);
  const given = Object.entries(pickSecrets(manifest, draft.settings)).filter(([field]) => entered.includes(field));
  const origin = formatOrigins(await resolveSecretOrigins(manifest, draft.settings));
  await storeSecrets(tx, platform, { connectionId: row.id, origin, values: Object.fromEntries(given) });
}

const listChangedNames = (changes: ConnectionChanges): string[] => [
  ...Object.keys(changes).filter((name) => name !== 'settings'),
  ...Object.keys(changes.settings ?? {}).map((name) => `settings.${name}`),
];

/** Reports whether an edit changes the times of runs. Other edits keep an overdue slot for the catch-up run. */
function isRetimed({ row, changed, context }: Edit): boolean {
  const { schedule, manual_only: manual, active } = toColumns(changed.draft, context);
  return schedule !== row.schedule || manual !== row.manual_only || active !== row.active;
}

async function saveEdit(tx: Tx, platform: Platform, edit: Edit, changes: ConnectionChanges): Promise<Connection> {
  const { row, changed, action, options } = edit;
  await lockMaps(tx, platform.store, edit.context.maps);
  await updateConnection(tx, platform, edit);
  await replaceSecrets(tx, platform, edit);
  const { clock, actor } = platform;
  const move = { connectionId: row.id, at: clock.now(), actor };
  const detail = { changed: listChangedNames(changes), untested: changed.settingsChanged && options.force === true };
  await writeAudit(tx, { at: move.at, actor, action, subject: `connection:${row.id}`, detail });
  const paused = row.paused === null ? null : JSON.parse(row.paused);
  // The rejected credential may have been a key id, which is a plain setting.
  if (changed.settingsChanged && isForCredentials(paused)) await setPaused(tx, move, null);
  if (isRetimed(edit)) await scheduleNext(tx, move, 'connection edited');
  return readConnection(tx, row.id);
}

async function runEdit(
  platform: Platform,
  { ref, changes, options, action }: { ref: string; changes: ConnectionChanges } & Pick<Edit, 'options' | 'action'>,
): Promise<Connection> {
  const { store } = platform;
  const row = await readConnectionRow(store.db, ref);
  const changed = await buildChangedDraft(platform, row, changes);
  const context = await expectValidDraft(platform, changed.draft, row.id);
  const saved = store.transaction((tx) => saveEdit(tx, platform, { row, changed, context, options, action }, changes));
  return saved.catch((error: unknown) => rethrowTaken(error, changed.draft.name));
}

/**
 * Changes a connection, effective from its next run. Throws CONNECTION_UNKNOWN, CONNECTION_CHANGED after a concurrent edit,
 * CONNECTION_EXISTS, CONNECTION_UNTESTED if settings changed, SECRET_BOUND_ELSEWHERE if a secret would be sent to another host
 * than it was entered for, and problems of the draft.
 */
export const editConnection = (
  platform: Platform,
  ref: string,
  { changes, ...options }: EditOptions & { readonly changes: ConnectionChanges },
): Promise<Connection> => runEdit(platform, { ref, changes, options, action: 'connection.edit' });

export interface Rotation extends EditOptions {
  readonly secrets: Readonly<Record<string, string>>;
  /** Related plain settings, such as a key id. */
  readonly settings?: NonNullable<ConnectionChanges['settings']>;
}

/**
 * Replaces secrets of a connection, effective from its next run; a run in progress keeps the old ones. Ends a pause caused by
 * rejected credentials. Throws SECRET_UNKNOWN and the errors of `editConnection`.
 */
export async function rotateSecrets(
  platform: Platform,
  ref: string,
  { secrets, settings = {}, ...options }: Rotation,
): Promise<Connection> {
  const { connector } = await readConnectionRow(platform.store.db, ref);
  expectKnownSecrets(await platform.manifestOf(connector), Object.keys(secrets));
  const changes = { settings: { ...settings, ...secrets } };
  return runEdit(platform, { ref, changes, options, action: 'connection.rotate' });
}
