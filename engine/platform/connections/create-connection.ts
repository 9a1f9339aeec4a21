import { engineError } from '../../base/errors/index.ts';
import { addConnection } from '../../inventory/store/connection-rows.ts';
import { isDuplicate } from '../../inventory/store/duplicate.ts';
import { openSettings, pickSecrets } from '../../manifest/index.ts';
import { writeAudit } from './audit.ts';
import { lockMaps } from './chosen-maps.ts';
import { type Connection, readConnection } from './connection.ts';
import { expectTested, type SaveOptions } from './connection-test.ts';
import type { ConnectionDraft, DraftContext } from './draft.ts';
import { expectValidDraft } from './draft-context.ts';
import { createId } from './new-id.ts';
import { formatOrigins, resolveSecretOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { scheduleNext } from './scheduling.ts';
import { storeSecrets } from './sealed-secrets.ts';

const toFlag = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** Converts a draft to columns of the connection table. */
export const toColumns = (draft: ConnectionDraft, { manifest, maps }: DraftContext) => ({
  name: draft.name,
  description: draft.description,
  connector: draft.connector,
  version: manifest.version,
  settings: JSON.stringify(openSettings(manifest, draft.settings)),
  select: JSON.stringify(draft.select),
  filters: JSON.stringify(draft.filters),
  maps: JSON.stringify(Object.fromEntries(Object.entries(maps).map(([name, { id }]) => [name, id]))),
  schedule: JSON.stringify(draft.schedule),
  manual_only: toFlag(draft.manualOnly),
  active: toFlag(draft.active),
  preserve_absent: toFlag(draft.preserveAbsent),
});

/** Rethrows a uniqueness violation as CONNECTION_EXISTS. Only the name can violate it, because the id is new. */
export function rethrowTaken(error: unknown, name: string): never {
  throw isDuplicate(error) ? engineError('CONNECTION_EXISTS', { connection: name }, error) : error;
}

export interface CreateOptions extends SaveOptions {
  /** Id of the connection that was copied, for the audit log. */
  readonly like?: string;
}

/**
 * Creates a connection in state REGISTERED, or SCHEDULED if it has a next slot. Throws CONNECTION_UNTESTED unless Test
 * Connection passed for these settings in the last 15 minutes or `force` is given, CONNECTION_EXISTS, and problems of the
 * draft.
 */
export async function createConnection(
  platform: Platform,
  draft: ConnectionDraft,
  { force = false, like }: CreateOptions = {},
): Promise<Connection> {
  const { store, clock, actor } = platform;
  const context = await expectValidDraft(platform, draft);
  const { manifest } = context;
  const { settings } = draft;
  const origin = formatOrigins(await resolveSecretOrigins(manifest, settings));
  const id = createId(platform);
  const created = store.transaction(async (tx) => {
    const testedAt = await expectTested(tx, platform, { manifest, settings, force });
    await lockMaps(tx, store, context.maps);
    await addConnection(tx, { id, ...toColumns(draft, context), tested_at: testedAt }, clock.now());
    await storeSecrets(tx, platform, { connectionId: id, origin, values: pickSecrets(manifest, settings) });
    const detail = {
      connector: manifest.id,
      version: manifest.version,
      untested: testedAt === null,
      ...(like === undefined ? {} : { like }),
    };
    const at = clock.now();
    await writeAudit(tx, { at, actor, action: 'connection.create', subject: `connection:${id}`, detail });
    await scheduleNext(tx, { connectionId: id, at, actor }, 'connection created');
    return readConnection(tx, id);
  });
  return created.catch((error: unknown) => rethrowTaken(error, draft.name));
}
