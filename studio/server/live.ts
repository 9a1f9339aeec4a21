import { listConnections, type Platform, readRun, type WorkerEvent } from '../../engine/index.ts';
import { toApiConnections } from './api-shapes.ts';
import type { Connectors } from './connectors.ts';
import type { EventHub } from './events.ts';

/** Interval between two polls for changes made by other processes. */
const LOOK_MS = 1_000;
/** Delay after a change in this process, so that changes in quick succession share one poll. */
const SOON_MS = 150;

/** Polls the store and sends changed connections and runs to the tabs, whichever process changed them. */
export interface Live {
  /** Schedules a poll soon, after a change. */
  nudge(): void;
  /** Schedules a poll soon after an event of the studio's worker that is about a run. */
  hear(event: WorkerEvent): void;
  close(): Promise<void>;
}

interface WatchOptions {
  readonly platform: Platform;
  readonly events: EventHub;
  readonly connectors: Connectors;
}

/** Returns a poll that sends only what changed since the previous one. */
function createWatch({ platform: { store, clock }, events, connectors }: WatchOptions) {
  const known = new Map<string, string>();
  const runs = new Map<string, string>();

  const tellRun = async (id: string) => {
    const run = await readRun(store.db, id, clock.now());
    // The report of a run in progress has the current time as its end, which is no change.
    const text = JSON.stringify({ ...run, report: { ...run.report, finishedAt: run.finishedAt } });
    if (runs.get(id) === text) return;
    runs.set(id, text);
    events.send('run', { ...run });
  };

  return async (): Promise<void> => {
    const isFirst = known.size === 0;
    const all = await listConnections(store.db);
    const moved = all.filter((one) => known.get(one.id) !== JSON.stringify(one));
    for (const connection of await toApiConnections(store.db, connectors, moved))
      events.send('connection', { id: connection.id, connection });
    for (const one of moved) known.set(one.id, JSON.stringify(one));
    for (const id of known.keys()) {
      if (all.some((one) => one.id === id)) continue;
      known.delete(id);
      events.send('connection', { id, connection: null });
    }
    const open = all.filter((one) => one.state === 'PROCESSING' || (!isFirst && moved.includes(one)));
    const shown = new Set(open.flatMap(({ lastRunId }) => lastRunId ?? []));
    for (const id of runs.keys()) if (!shown.has(id)) runs.delete(id);
    for (const id of shown) await tellRun(id);
  };
}

/** Polls while a tab is connected. A failed poll is reported to `onError`, and polling continues. */
export function createLive(watched: WatchOptions, onError: (error: unknown) => void): Live {
  const look = createWatch(watched);
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let looking = Promise.resolve();
  let isOpen = true;

  const plan = (ms: number) => {
    const at = performance.now() + ms;
    if (!isOpen || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(turn, ms).unref();
  };
  const turn = () => {
    looking = (watched.events.isHeard ? look() : Promise.resolve()).catch(onError).finally(() => {
      due = Number.POSITIVE_INFINITY;
      plan(LOOK_MS);
    });
  };
  plan(LOOK_MS);
  return {
    nudge: () => plan(SOON_MS),
    hear: (event) => {
      if ('runId' in event) plan(SOON_MS);
    },
    async close() {
      isOpen = false;
      clearTimeout(timer);
      await looking;
    },
  };
}
