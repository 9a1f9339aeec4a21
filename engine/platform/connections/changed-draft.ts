import { isDeepStrictEqual } from 'node:util';
import { engineError } from '../../base/errors/index.ts';
import { parseStored } from '../../inventory/store/storable.ts';
import type { Database } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import {
  findChoice,
  findSetting,
  formatSuggestion,
  isGroup,
  isSecretSetting,
  listSchemasAt,
  listSecretFields,
  type Manifest,
  mergeSecrets,
  openSettings,
  pickSecrets,
  setSetting,
  splitSettingPath,
} from '../../manifest/index.ts';
import type { SettingValue } from '../../pipeline/connector/index.ts';
import { parseStoredSchedule } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import { resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openSecrets, readSecrets } from './sealed-secrets.ts';

/**
 * Changes of a connection. Settings are named by their dotted path, such as `credentials.token`; a null one is removed, and
 * omitted ones are unchanged.
 */
export type ConnectionChanges = Partial<Omit<ConnectionDraft, 'connector' | 'settings'>> & {
  readonly settings?: Readonly<Record<string, SettingValue | null>>;
};

/** Draft of a saved connection with changes applied. */
export interface ChangedDraft {
  readonly draft: ConnectionDraft;
  readonly manifest: Manifest;
  /** Secret fields with new values. */
  readonly entered: readonly string[];
  /** Secret fields whose stored values no longer apply. */
  readonly dropped: readonly string[];
  /** True if the settings differ, so that Test Connection must pass again. */
  readonly settingsChanged: boolean;
}

type Settings = Readonly<Record<string, SettingValue>>;
type SettingChanges = NonNullable<ConnectionChanges['settings']>;

/** Applies changes by dotted path; a group replaces the group before. */
const applyChanges = (before: Settings, changes: SettingChanges): Settings =>
  Object.entries(changes).reduce(
    (all, [path, value]) => setSetting(all, splitSettingPath(path), value ?? undefined),
    before,
  );

/** Applies changes, and removes the settings of choices that are no longer selected. */
function applySettings({ settings }: Manifest, before: Settings, changes: SettingChanges): Settings {
  const after = applyChanges(before, changes);
  const groups = Object.entries(settings.properties).flatMap(([name, schema]) => {
    const [old, choice, value] = [findChoice(schema, before[name]), findChoice(schema, after[name]), after[name]];
    if (!old || !choice || old === choice || !isGroup(value)) return [];
    const isLeft = (key: string) => !Object.hasOwn(choice.properties, key) && !Object.hasOwn(changes, `${name}.${key}`);
    return [[name, Object.fromEntries(Object.entries(value).filter(([key]) => !isLeft(key)))] as const];
  });
  return { ...after, ...Object.fromEntries(groups) };
}

/** Returns the choices of the groups above a setting, by the names of their groups. */
function listChoices({ settings }: Manifest, values: Settings, field: string): unknown[] {
  const steps = splitSettingPath(field).slice(0, -1);
  return steps.map((_, at) => {
    const path = steps.slice(0, at + 1);
    const value = findSetting(values, path);
    return listSchemasAt(settings, path).map((schema) => findChoice(schema, value)?.title ?? isGroup(value));
  });
}

/** Returns whether a stored secret still applies: no change replaces it, and the groups that contain it are selected as before. */
function isKept(
  {
    manifest,
    before,
    after,
    changes,
  }: { manifest: Manifest; before: Settings; after: Settings; changes: SettingChanges },
  field: string,
): boolean {
  if (Object.hasOwn(changes, field) || findSetting(after, splitSettingPath(field)) !== undefined) return false;
  return isDeepStrictEqual(listChoices(manifest, before, field), listChoices(manifest, after, field));
}

interface ResolvedChange {
  readonly settings: Settings;
  readonly dropped: readonly string[];
}

/** Returns the settings after a change. Decrypts unchanged secrets, which fails if the hosts changed. */
async function resolveChangedSettings(
  platform: Platform,
  { row, manifest, changes, db }: { row: ConnectionRow; manifest: Manifest; changes: ConnectionChanges; db: Database },
): Promise<ResolvedChange> {
  const { settings = {} } = changes;
  const before = parseStored<Settings>(row.settings);
  const after = applySettings(manifest, before, settings);
  const all = await readSecrets(db, row.id);
  const stored = all.filter(({ field }) => isKept({ manifest, before, after, changes: settings }, field));
  const open = openSettings(manifest, after);
  const origins = stored.length === 0 ? [] : await resolveSecretOrigins(manifest, open);
  const kept = openSecrets(stored, { connectionId: row.id, manifest, origins }, platform.keyring);
  const given = pickSecrets(manifest, applyChanges({}, settings));
  const dropped = all.filter((one) => !stored.includes(one)).map(({ field }) => field);
  return { settings: mergeSecrets(open, { ...kept, ...given }), dropped };
}

/**
 * Builds the draft of a saved connection with changes applied. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE,
 * SECRET_UNSEALED.
 */
export async function buildChangedDraft(
  platform: Platform,
  row: ConnectionRow,
  changes: ConnectionChanges,
  db: Database = platform.store.db,
): Promise<ChangedDraft> {
  const manifest = await platform.manifestOf(row.connector);
  const { settings, dropped } = await resolveChangedSettings(platform, { row, manifest, changes, db });
  const { settings: given = {}, ...others } = changes;
  const draft: ConnectionDraft = {
    name: row.name,
    description: row.description,
    connector: row.connector,
    select: parseStored(row.select),
    filters: parseStored(row.filters),
    maps: parseStored(row.maps),
    schedule: parseStoredSchedule(row),
    manualOnly: row.manual_only === 1,
    active: row.active === 1,
    preserveAbsent: row.preserve_absent === 1,
    ...others,
    settings,
  };
  const entered = Object.keys(pickSecrets(manifest, applyChanges({}, given)));
  const paths = Object.keys(given);
  const before = openSettings(manifest, parseStored<Settings>(row.settings));
  const settingsChanged =
    entered.length > 0 ||
    paths.some((path) => isSecretSetting(manifest, path)) ||
    (paths.length > 0 && !isDeepStrictEqual(openSettings(manifest, settings), before));
  return { draft, manifest, entered, dropped, settingsChanged };
}

/** Throws SECRET_UNKNOWN if a name is not a secret setting of the manifest. */
export function expectKnownSecrets(manifest: Manifest, names: readonly string[]): void {
  const known = listSecretFields(manifest);
  for (const field of names) {
    if (known.includes(field)) continue;
    throw engineError('SECRET_UNKNOWN', { field, secrets: known.join(', '), meant: formatSuggestion(field, known) });
  }
}
