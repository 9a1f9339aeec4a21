import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { writeAudit } from './audit.ts';
import { buildChangedDraft, type ChangedDraft, type ConnectionChanges, expectKnownSecrets } from './changed-draft.ts';
import { lockMaps } from './chosen-maps.ts';
import { type Connection, readConnection, readConnectionRow } from './connection.ts';
import { expectTested, type SaveOptions } from './connection-test.ts';
import { pickSecrets, rethrowTaken, toColumns } from './create-connection.ts';
import type { DraftContext } from './draft.ts';
import { expectValidDraft } from './draft-context.ts';
import { formatOrigins, resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { isForCredentials, scheduleNext, setPaused } from './scheduling.ts';
import { deleteSecrets, storeSecrets } from './sealed-secrets.ts';

export interface EditOptions extends SaveOptions {
  /** The revision that the editor saw; any when absent. */
  readonly revision?: number;
}

interface Edit {
  readonly row: ConnectionRow;
  readonly changed: ChangedDraft;
  readonly context: DraftContext;
  readonly options: EditOptions;
  readonly action: 'connection.edit' | 'connection.rotate';
}

/** Only the revision that was seen is changed: of two editors the second is told. */
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

/** New secrets are bound to the hosts of now. */
async function replaceSecrets(tx: Tx, platform: Platform, { row, changed, context }: Edit): Promise<void> {
  const { draft, manifest, entered } = changed;
  await deleteSecrets(tx, row.id, changed.given);
  const given = Object.entries(pickSecrets(context, draft)).filter(([field]) => entered.includes(field));
  const origin = formatOrigins(await resolveSecretOrigins(manifest, draft.settings));
  await storeSecrets(tx, platform, { connectionId: row.id, origin, values: Object.fromEntries(given) });
}

const listChangedNames = (changes: ConnectionChanges): string[] => [
  ...Object.keys(changes).filter((name) => name !== 'settings'),
  ...Object.keys(changes.settings ?? {}).map((name) => `settings.${name}`),
];

/** Whether it runs at other times. An edit of anything else leaves a slot that is overdue to be made up for. */
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
  // What was refused may have been a key's id as well as its secret.
  if (changed.settingsChanged && isForCredentials(paused)) await setPaused(tx, move, null);
  if (isRetimed(edit)) await scheduleNext(tx, move, 'it was edited');
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
 * Changes a connection, for its next run on. Throws CONNECTION_UNKNOWN, CONNECTION_CHANGED when another was quicker,
 * CONNECTION_EXISTS, CONNECTION_UNTESTED when its settings change, SECRET_BOUND_ELSEWHERE when a secret would go to
 * another host than it was entered for, and whatever is wrong with it.
 */
export const editConnection = (
  platform: Platform,
  ref: string,
  { changes, ...options }: EditOptions & { readonly changes: ConnectionChanges },
): Promise<Connection> => runEdit(platform, { ref, changes, options, action: 'connection.edit' });

export interface Rotation extends EditOptions {
  readonly secrets: Readonly<Record<string, string>>;
  /** What belongs to them and is no secret, such as a key's id. */
  readonly settings?: NonNullable<ConnectionChanges['settings']>;
}

/**
 * Replaces secrets of a connection: a run that goes on keeps the old ones, the next takes the new; a pause because of the
 * old ones ends. Throws SECRET_UNKNOWN, and what `editConnection` throws.
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
