import { engineError } from '../../base/errors/index.ts';
import { parseStored } from '../../inventory/store/storable.ts';
import type { Database } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { formatSuggestion } from '../../manifest/index.ts';
import type { Config, SettingValue } from '../../pipeline/connector/index.ts';
import { formatSchedule, formatSlot, type Schedule, type ScheduleSlot } from '../schedule/index.ts';

/** Reason for a pause. */
export interface Pause {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Public view of a secret: that it is set, and since when. */
interface SecretMark {
  readonly set: true;
  readonly at: number;
}

/** Stored connection without its encrypted secrets; `hideSecrets` prepares it for output. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly connector: string;
  readonly version: string;
  /** Settings that were not secret when they were saved. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly secrets: Readonly<Record<string, SecretMark>>;
  readonly select: NonNullable<Config['select']>;
  readonly filters: NonNullable<Config['filters']>;
  /** Ids of custom maps, by the name of the manifest's map that each replaces. */
  readonly maps: Readonly<Record<string, string>>;
  readonly schedule: Schedule | null;
  readonly scheduleText: string;
  readonly manualOnly: boolean;
  readonly active: boolean;
  readonly paused: Pause | null;
  readonly preserveAbsent: boolean;
  readonly state: string;
  readonly nextRun: ScheduleSlot | null;
  readonly lastRunId: string | null;
  /** Time at which Test Connection passed for the settings; null if saved without it. */
  readonly testedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revision: number;
}

type Marks = Connection['secrets'];

/** Parses the schedule of a row; null if it has none. */
export const parseStoredSchedule = ({ schedule }: Pick<ConnectionRow, 'schedule'>): Schedule | null =>
  parseStored(schedule);

const NO_SCHEDULE = 'manual';

function toConnection(row: ConnectionRow, secrets: Marks): Connection {
  const schedule = parseStoredSchedule(row);
  const next = row.next_run_at === null ? undefined : Number(row.next_run_at);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    connector: row.connector,
    version: row.version,
    settings: parseStored(row.settings),
    secrets,
    select: parseStored(row.select),
    filters: parseStored(row.filters),
    maps: parseStored(row.maps),
    schedule,
    scheduleText: schedule ? formatSchedule(schedule) : NO_SCHEDULE,
    manualOnly: row.manual_only === 1,
    active: row.active === 1,
    paused: row.paused === null ? null : parseStored(row.paused),
    preserveAbsent: row.preserve_absent === 1,
    state: row.state,
    nextRun: next === undefined ? null : formatSlot(next, schedule?.zone ?? 'UTC'),
    lastRunId: row.last_run_id,
    testedAt: row.tested_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  };
}

async function readSecretMarks(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, Marks>> {
  const rows = await db
    .selectFrom('secret')
    .select(['connection_id', 'field', 'set_at'])
    .where('connection_id', 'in', [...ids])
    .orderBy('field')
    .execute();
  const marks = new Map<string, Record<string, SecretMark>>(ids.map((id) => [id, {}]));
  for (const { connection_id: id, field, set_at: at } of rows) {
    const own = marks.get(id);
    if (own) own[field] = { set: true, at };
  }
  return marks;
}

/** Converts rows to connections. */
async function toConnections(db: Database, rows: readonly ConnectionRow[]): Promise<readonly Connection[]> {
  if (rows.length === 0) return [];
  const marks = await readSecretMarks(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toConnection(row, marks.get(row.id) ?? {}));
}

/** Reads the row of a connection by id or name. Throws CONNECTION_UNKNOWN with a suggestion. */
export async function readConnectionRow(db: Database, ref: string): Promise<ConnectionRow> {
  const found = await db
    .selectFrom('connection')
    .selectAll()
    .where((where) => where.or([where('id', '=', ref), where('name', '=', ref)]))
    .execute();
  // A name may equal another connection's id; the id takes precedence.
  const row = found.find(({ id }) => id === ref) ?? found[0];
  if (row) return row;
  const names = (await db.selectFrom('connection').select('name').execute()).map(({ name }) => name);
  throw engineError('CONNECTION_UNKNOWN', { connection: ref, meant: formatSuggestion(ref, names) });
}

/** Lists all connections, sorted by name. */
export const listConnections = async (db: Database): Promise<readonly Connection[]> =>
  toConnections(db, await db.selectFrom('connection').selectAll().orderBy('name').execute());

/** Reads a connection by id or name. Throws CONNECTION_UNKNOWN. */
export async function readConnection(db: Database, ref: string): Promise<Connection> {
  const [connection] = await toConnections(db, [await readConnectionRow(db, ref)]);
  if (connection) return connection;
  throw engineError('CONNECTION_UNKNOWN', { connection: ref });
}
