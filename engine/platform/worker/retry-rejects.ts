import type { Selectable } from 'kysely';
import type { Json } from '../../base/json/index.ts';
import { recomputeRisk } from '../../inventory/read/recompute.ts';
import { createRecordKey, toKeyColumn } from '../../inventory/store/index.ts';
import type { EntityRecord, InventoryRecord, Store, Tx } from '../../inventory/store/store.ts';
import type { RejectRow, RunRow } from '../../inventory/store/tables.ts';
import { type BuiltInEntity, isBuiltIn } from '../../manifest/index.ts';
import { type CompiledStream, type Connector, compileConnector, findStream } from '../../pipeline/connector/index.ts';
import { createJobBook } from '../../pipeline/run/job-book.ts';
import { createLookups, type Lookups, readFirstItem } from '../../pipeline/run/lookups.ts';
import { type MappedItems, mapItems } from '../../pipeline/run/map-items.ts';
import { formatParentKey } from '../../pipeline/run/parents.ts';
import { createRunCounters } from '../../pipeline/run/run-counters.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';
import { openRunSetup, planRunSetup, writeAudit } from '../connections/index.ts';
import type { WorkerParts } from './parts.ts';
import { listRejects, readRunRow } from './runs.ts';
import { createSharedRate } from './shared-rate.ts';
import { createSharedSessions } from './shared-sessions.ts';
import { readJoinPartners } from './worker-run.ts';

/** Result of mapping a run's rejects again. */
export interface FixedRejects {
  /** Number of rejects that are now mapped and stored. */
  readonly remapped: number;
  /** Number of items that were rejected again. */
  readonly rejected: number;
}

type Reject = Selectable<RejectRow>;

const BATCH = 200;

/**
 * Maps a rejected item again as part of its stream and returns all its records of the rejected entity. Returns undefined if
 * it is rejected again.
 */
type RemapReject = (reject: Reject) => Promise<readonly EntityRecord[] | undefined>;

async function createMapper(
  parts: WorkerParts,
  run: { readonly id: string; readonly connectionId: string },
): Promise<RemapReject> {
  const { platform, ports } = parts;
  const setup = await planRunSetup(platform, run.connectionId);
  const connector = await compileConnector(setup.manifest, {
    ...(await openRunSetup(setup, platform.keyring)),
    learn: (session) => parts.learn([], session),
  });
  parts.learn(connector.secrets);
  const counters = createRunCounters();
  const signal = new AbortController().signal;
  const sessions = createSharedSessions(parts, setup)(signal);
  const client = createVendorClient(connector, ports, {
    counters,
    sessions,
    rate: createSharedRate(parts, setup, connector),
  });
  const parents = await readJoinPartners(platform.store.db, run.id, connector);
  const lookups = new Map<CompiledStream, Lookups>();
  const lookupsOf = (stream: CompiledStream): Lookups => {
    const jobs = createJobBook(undefined, false);
    const reader = { connector, stream, client, ports, parents, counters, runId: run.id, jobs, signal };
    const known =
      lookups.get(stream) ??
      createLookups(
        stream,
        parents,
        async (name, item, bindings) => (await readFirstItem(reader, { name, item, bindings })).first,
      );
    lookups.set(stream, known);
    return known;
  };
  return async (reject) => {
    const stream = findStream(connector, reject.stream);
    if (!stream) return undefined;
    const { mapped, rejects } = await remapReject(connector, stream, {
      reject,
      lookups: lookupsOf(stream),
      runId: run.id,
    });
    const records = mapped.filter(({ entity }) => entity === reject.entity);
    if (records.length === 0 || rejects.some(({ entity }) => entity === reject.entity)) return undefined;
    return records.map(({ entity, record, identity }, at) => ({
      ...{ entity, record, identity, raw: reject.item },
      position: `reject ${reject.id}:${at}`,
    }));
  };
}

async function remapReject(
  connector: Connector,
  stream: CompiledStream,
  { reject, lookups, runId }: { readonly reject: Reject; readonly lookups: Lookups; readonly runId: string },
): Promise<MappedItems> {
  const scope = JSON.parse(reject.scope) as Readonly<Record<string, Json>>;
  const bindings = { settings: connector.visible, run: { id: runId }, ...scope };
  const value = JSON.parse(reject.item) as Json;
  const parentKey = reject.parent_key ?? formatParentKey(connector, stream, scope);
  const context = { stream, select: connector.select, lookups, bindings, parentKey, times: {} };
  return mapItems(context, [{ kind: 'item', value }]);
}

/** Drops records that a later run has already stored from newer items. */
async function dropNewerRecords(
  { tx, kind }: { readonly tx: Tx; readonly kind: Store['kind'] },
  run: Pick<Selectable<RunRow>, 'connection_id' | 'created_at'>,
  { entity, records }: { readonly entity: BuiltInEntity; readonly records: readonly InventoryRecord[] },
): Promise<readonly InventoryRecord[]> {
  if (records.length === 0) return [];
  const idOf = ({ record }: InventoryRecord) =>
    String(record[entity === 'asset' ? 'externalAssetId' : 'externalFindingId']);
  const keyOf = createRecordKey(run.connection_id);
  const newer = await tx
    .selectFrom(entity)
    .innerJoin(`${entity}_seen as seen`, 'seen.record_id', `${entity}.id`)
    .innerJoin('run', 'run.id', 'seen.run_id')
    .select(`${entity}.external_id`)
    .where(
      'seen.key',
      'in',
      records.map((record) => toKeyColumn(kind, keyOf(idOf(record)))),
    )
    .where('run.created_at', '>', run.created_at)
    .execute();
  const ids = new Set(newer.map(({ external_id: id }) => id));
  return records.filter((record) => !ids.has(idOf(record)));
}

/**
 * Maps a run's rejects again with the current maps and stores the records, except those that a later run has already stored.
 * Throws RUN_UNKNOWN and errors of opening the connection.
 */
export async function retryRejects(parts: WorkerParts, runId: string): Promise<FixedRejects> {
  const { store, clock, actor } = parts.platform;
  const run = await readRunRow(store.db, runId);
  const remap = await createMapper(parts, { id: run.id, connectionId: run.connection_id });
  const startedAt = clock.now();
  let [remapped, rejected, after] = [0, 0, 0];
  for (;;) {
    const rejects = await listRejects(store.db, run.id, { after, limit: BATCH });
    const [last] = rejects.slice(-1);
    if (!last) break;
    after = last.id;
    const open = rejects.filter(({ mended_at: at }) => at === null);
    const outcomes = await Promise.all(open.map(async (reject) => ({ reject, records: await remap(reject) })));
    const done = outcomes.flatMap(({ reject, records }) => (records ? [{ reject, records }] : []));
    remapped += done.length;
    rejected += open.length - done.length;
    if (done.length === 0) continue;
    const at = clock.now();
    const records = done.flatMap((one) => one.records);
    const of = (wanted: string): InventoryRecord[] =>
      records.flatMap(({ entity, record, raw }) =>
        entity === wanted ? [{ record, ...(raw === undefined ? {} : { raw }) }] : [],
      );
    const ids = done.map(({ reject }) => reject.id);
    await store.transaction(async (tx) => {
      await store.write(tx, {
        connectionId: run.connection_id,
        runId: run.id,
        at,
        assets: await dropNewerRecords({ tx, kind: store.kind }, run, { entity: 'asset', records: of('asset') }),
        findings: await dropNewerRecords({ tx, kind: store.kind }, run, { entity: 'finding', records: of('finding') }),
        others: records.filter(({ entity }) => !isBuiltIn(entity)),
        // The order of the versions is unknown: what the run has written stays.
        replaces: () => false,
      });
      await tx.updateTable('reject').set({ mended_at: at }).where('id', 'in', ids).execute();
    });
  }
  const { connection_id: connectionId } = run;
  if (remapped > 0) await recomputeRisk(store, { connectionId, since: startedAt });
  const detail = { run: run.id, remapped, rejected };
  const action = { at: clock.now(), actor, action: 'run.retry-rejects', subject: `connection:${connectionId}`, detail };
  await store.transaction((tx) => writeAudit(tx, action));
  return { remapped, rejected };
}
