import { expect } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/types.ts';
import { type Entity, parseQuery } from '../../../engine/inventory/query/index.ts';
import { EXPORTS, exportAs, type ReadableStore } from '../../../engine/inventory/read/index.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createAsset, createFinding } from '../store/records.ts';

export const NOW = Date.UTC(2025, 2, 1);

export const buildAsset = (id: string, more: JsonObject = {}): JsonObject => ({ ...createAsset(id), ...more });

export const buildFinding = (id: string, more: JsonObject = {}): JsonObject => createFinding(id, 'NEW', more);

export interface Filling {
  readonly connection?: string;
  readonly run?: string;
  readonly at?: number;
  readonly assets?: readonly JsonObject[];
  /** A record, and its risk: undefined for none. A record alone has the risk that the store gives it. */
  readonly findings?: readonly (JsonObject | readonly [JsonObject, number | undefined])[];
  readonly raw?: string;
}

const isPair = (
  one: JsonObject | readonly [JsonObject, number | undefined],
): one is readonly [JsonObject, number | undefined] => Array.isArray(one);

/** Writes records as a run would. */
export async function fillStore(store: Store, filling: Filling): Promise<void> {
  const { connection = 'c1', run = 'r1', at = NOW, assets = [], findings = [], raw } = filling;
  const kept = raw === undefined ? {} : { raw };
  const page = {
    connectionId: connection,
    runId: run,
    at,
    assets: assets.map((record) => ({ record, ...kept })),
    findings: findings.map((one) => {
      const [record, risk] = isPair(one) ? one : [one, undefined];
      return { record, ...kept, ...(risk === undefined ? {} : { risk }) };
    }),
  };
  await store.transaction((tx) => store.write(tx, page));
  const without = findings
    .filter(isPair)
    .flatMap(([record, risk]) => (risk === undefined ? [String(record['externalFindingId'])] : []));
  if (without.length > 0)
    await store.db.updateTable('finding').set({ risk: null }).where('external_id', 'in', without).execute();
}

/** An export as one text; each of its pieces is small. */
export async function exportText(store: ReadableStore, entity: Entity, format: string, query = ''): Promise<string> {
  expect(Object.keys(EXPORTS[entity])).toContain(format);
  let text = '';
  const which = { query: parseQuery(query, entity), now: NOW };
  for await (const piece of exportAs(store, { entity, format }, which)) text += piece;
  return text;
}
