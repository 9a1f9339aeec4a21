import { engineError } from '../../base/errors/index.ts';
import { parseStored } from '../../inventory/store/storable.ts';
import type { Database } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { formatSuggestion, isSecretSetting, type Manifest, openSettings } from '../../manifest/index.ts';
import type { SettingValue } from '../../pipeline/connector/index.ts';
import { parseStoredSchedule } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import { listSecretFields, resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openSecrets, readSecrets } from './sealed-secrets.ts';

/** Changes of a connection. A null setting is removed; omitted settings are unchanged. */
export type ConnectionChanges = Partial<Omit<ConnectionDraft, 'connector' | 'settings'>> & {
  readonly settings?: Readonly<Record<string, SettingValue | null>>;
};

/** Draft of a saved connection with changes applied. */
export interface ChangedDraft {
  readonly draft: ConnectionDraft;
  readonly manifest: Manifest;
  /** Secret fields with new values. */
  readonly entered: readonly string[];
  /** Settings that were entered or removed, for which stored secrets no longer apply. */
  readonly given: readonly string[];
  /** True if the settings differ, so that Test Connection must pass again. */
  readonly settingsChanged: boolean;
}

type Settings = Readonly<Record<string, SettingValue>>;

function applySettings(before: Settings, changes: NonNullable<ConnectionChanges['settings']>): Settings {
  const after = { ...before, ...changes };
  return Object.fromEntries(
    Object.entries(after).filter((entry): entry is [string, SettingValue] => entry[1] !== null),
  );
}

/** Returns the settings after a change. Decrypts unchanged secrets, which fails if the hosts changed. */
async function resolveChangedSettings(
  platform: Platform,
  { row, manifest, changes, db }: { row: ConnectionRow; manifest: Manifest; changes: ConnectionChanges; db: Database },
): Promise<Settings> {
  const { settings = {} } = changes;
  const open = openSettings(manifest, applySettings(parseStored(row.settings), settings));
  const stored = (await readSecrets(db, row.id)).filter(({ field }) => !Object.hasOwn(settings, field));
  const origins = stored.length === 0 ? [] : await resolveSecretOrigins(manifest, open);
  const secrets = openSecrets(stored, { connectionId: row.id, manifest, origins }, platform.keyring);
  const given = Object.entries(settings).filter(([name]) => isSecretSetting(manifest, name));
  return applySettings({ ...open, ...secrets }, Object.fromEntries(given));
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
  const settings = await resolveChangedSettings(platform, { row, manifest, changes, db });
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
  const entered = Object.keys(given).filter((name) => isSecretSetting(manifest, name) && given[name] !== null);
  const before = parseStored<Settings>(row.settings);
  const settingsChanged = Object.entries(given).some(([name, value]) => (before[name] ?? null) !== value);
  return { draft, manifest, entered, given: Object.keys(given), settingsChanged };
}

/** Throws SECRET_UNKNOWN if a name is not a secret setting of the manifest. */
export function expectKnownSecrets(manifest: Manifest, names: readonly string[]): void {
  const known = listSecretFields(manifest);
  for (const field of names) {
    if (known.includes(field)) continue;
    throw engineError('SECRET_UNKNOWN', { field, secrets: known.join(', '), meant: formatSuggestion(field, known) });
  }
}
