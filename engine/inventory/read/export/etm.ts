import { type RawBuilder, sql } from 'kysely';
import { etmDocument } from '../../../base/format/lines.ts';
import { ALL, buildWhere, type Entity, type Query } from '../../query/index.ts';
import type { ListQuery, ReadableStore } from '../list-query.ts';
import { readAssetsById, readFindingsById } from '../record.ts';

const BATCH = 500;

interface AssetKey {
  readonly id: number;
  readonly connection: string;
  readonly asset: string;
}

type ExportSelection = Pick<ListQuery, 'query' | 'now'>;

const buildCondition = (entity: Entity, { kind }: ReadableStore, query: Query, now: number) =>
  buildWhere(query, { entity, alias: 'r', kind, now });

/** Iterates over the findings of one asset, in insertion order. */
async function* readFindingsOf(
  store: ReadableStore,
  of: Omit<AssetKey, 'id'>,
  where: RawBuilder<unknown>,
): AsyncGenerator<string> {
  let last = 0;
  for (;;) {
    const { rows } = await sql<{ id: number }>`select r.id from finding as r where r.connection_id = ${of.connection}
      and r.external_asset_id = ${of.asset} and r.id > ${last} and ${where} order by r.id limit ${BATCH}`.execute(
      store.db,
    );
    for (const { record } of await readFindingsById(
      store,
      rows.map(({ id }) => id),
    ))
      yield JSON.stringify(record);
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end.id;
  }
}

/** Iterates over assets by number, a page at a time, per connection like their findings. */
async function* readAssetPages(store: ReadableStore, where: RawBuilder<unknown>): AsyncGenerator<readonly AssetKey[]> {
  let last = 0;
  for (;;) {
    const { rows } = await sql<AssetKey>`select r.id, r.connection_id as connection, r.external_id as asset
      from asset as r where r.id > ${last} and ${where} order by r.id limit ${BATCH}`.execute(store.db);
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end.id;
  }
}

/** Iterates over assets that findings refer to but no connection lists. */
async function* readUnlistedAssets(
  store: ReadableStore,
  where: RawBuilder<unknown>,
): AsyncGenerator<Omit<AssetKey, 'id'>> {
  let last = { connection: '', asset: '' };
  for (;;) {
    const { rows } = await sql<Omit<AssetKey, 'id'>>`
      select distinct r.connection_id as connection, r.external_asset_id as asset from finding as r
      where (r.connection_id, r.external_asset_id) > (${last.connection}, ${last.asset}) and ${where}
      and (r.connection_id, r.external_asset_id) not in (select connection_id, external_id from asset)
      order by 1, 2 limit ${BATCH}`.execute(store.db);
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end;
  }
}

/**
 * Exports the documents of the sink `etm`: one per asset, with its fields and `findingGroup.findings[]`. A query for
 * assets exports them with all of their findings; a query for findings exports these, grouped by asset.
 */
export async function* exportEtm(
  store: ReadableStore,
  entity: Entity,
  { query = ALL, now }: ExportSelection,
): AsyncGenerator<string> {
  const findings = buildCondition('finding', store, entity === 'finding' ? query : ALL, now);
  const ofFindings: Query = { kind: 'within', entity: 'finding', of: query };
  const assets = buildCondition('asset', store, entity === 'asset' ? query : ofFindings, now);
  for await (const keys of readAssetPages(store, assets)) {
    const items = await readAssetsById(
      store,
      keys.map(({ id }) => id),
    );
    const records = new Map(items.map(({ id, record }) => [id, record]));
    for (const key of keys) yield* etmDocument(records.get(key.id) ?? {}, readFindingsOf(store, key, findings));
  }
  if (entity === 'asset') return;
  for await (const key of readUnlistedAssets(store, findings))
    yield* etmDocument({ externalAssetId: key.asset }, readFindingsOf(store, key, findings));
}
