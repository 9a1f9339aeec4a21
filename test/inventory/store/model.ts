import type { JsonObject } from '../../../engine/base/json/index.ts';

/** One sync as a law makes it up: pages of findings, and whether it ends as complete. */
export interface MadeRun {
  readonly connection: string;
  readonly pages: readonly (readonly JsonObject[])[];
  readonly complete: boolean;
}

interface Entry {
  record: string;
  status: string;
  vendor: string;
  first_seen_at: number;
  changed_at: number;
  run_id: string;
  gone_at: number | null;
  seen_by: string;
  seen_at: number;
}

interface Happened {
  readonly at: number;
  readonly run_id: string;
  readonly status: string;
  readonly reason: string;
}

interface Kept {
  readonly connection_id: string;
  readonly external_id: string;
  readonly entry: Entry;
  readonly history: Happened[];
}

/** The inventory of findings as the design describes it, in memory and in plain words: what a store must agree with. */
export function createModel() {
  const stored = new Map<string, Kept>();

  const see = (run: { id: string; connection: string; at: number }, record: JsonObject) => {
    const external_id = String(record['externalFindingId']);
    const vendor = String(record['findingStatus']);
    const text = JSON.stringify(record);
    const key = `${run.connection} ${external_id}`;
    const now = { at: run.at, run_id: run.id };
    const there = stored.get(key);
    if (!there) {
      const seen = { seen_by: run.id, seen_at: run.at, first_seen_at: run.at };
      const entry = {
        record: text,
        status: vendor,
        vendor,
        changed_at: run.at,
        run_id: run.id,
        gone_at: null,
        ...seen,
      };
      const history = [{ ...now, status: vendor, reason: 'vendor' }];
      stored.set(key, { connection_id: run.connection, external_id, entry, history });
      return;
    }
    const { entry, history } = there;
    if (entry.seen_by === run.id) {
      if (entry.record === text) return;
      const earlier = history.filter(({ run_id }) => run_id !== run.id);
      history.splice(0, history.length, ...earlier);
      const prior = earlier.at(-1);
      const wasClosed = prior?.reason === 'absent';
      const stays = (wasClosed || prior?.status === 'REOPENED') && vendor !== 'FIXED' && vendor !== 'IGNORED';
      const status = stays ? 'REOPENED' : vendor;
      if (status !== prior?.status) history.push({ ...now, status, reason: wasClosed ? 'returned' : 'vendor' });
      Object.assign(entry, { record: text, status, vendor, changed_at: run.at, run_id: run.id, gone_at: null });
      return;
    }
    Object.assign(entry, { seen_by: run.id, seen_at: run.at });
    const isBack = entry.gone_at !== null;
    if (!isBack && entry.record === text) return;
    let { status } = entry;
    if (isBack) status = vendor === 'FIXED' || vendor === 'IGNORED' ? vendor : 'REOPENED';
    else if (vendor !== entry.vendor) status = vendor;
    if (status !== entry.status) history.push({ ...now, status, reason: isBack ? 'returned' : 'vendor' });
    Object.assign(entry, { record: text, status, vendor, changed_at: run.at, run_id: run.id, gone_at: null });
  };

  const close = (run: { id: string; connection: string; at: number }) => {
    for (const { connection_id, entry, history } of stored.values()) {
      if (connection_id !== run.connection || entry.seen_by === run.id || entry.status === 'FIXED') continue;
      Object.assign(entry, { status: 'FIXED', gone_at: run.at, changed_at: run.at });
      history.push({ at: run.at, run_id: run.id, status: 'FIXED', reason: 'absent' });
    }
  };

  const inOrder = () =>
    [...stored.values()].sort((a, b) =>
      `${a.connection_id} ${a.external_id}` < `${b.connection_id} ${b.external_id}` ? -1 : 1,
    );

  return {
    run({ connection, pages, complete }: MadeRun, id: string, at: number) {
      for (const page of pages)
        for (const record of new Map(page.map((one) => [one['externalFindingId'], one])).values())
          see({ id, connection, at }, record);
      if (complete) close({ id, connection, at });
    },
    contents: () => ({
      assets: [],
      findings: inOrder().map(({ connection_id, external_id, entry: { vendor: _, ...entry } }) => ({
        connection_id,
        external_id,
        ...entry,
      })),
      history: inOrder().flatMap(({ connection_id, external_id, history }) =>
        history.map((one) => ({ connection_id, external_id, ...one })),
      ),
    }),
  };
}
