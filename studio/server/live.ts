import { listConnections, type Platform, readRun, type WorkerEvent } from '../../engine/index.ts';
import { toApiConnections } from './api-shapes.ts';
import type { Connectors } from './connectors.ts';
import type { EventHub } from './events.ts';

/** Interval between two polls for changes made by other processes. */
const POLL_MS = 1_000;
/** Delay after a change in this process, so that changes in quick succession share one poll. */
const DEBOUNCE_MS = 150;

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
  const sentConnections = new Map<string, string>();
  const sentRuns = new Map<string, string>();

  const sendRun = async (id: string) => {
    const run = await readRun(store.db, id, clock.now());
    // The report of a run in progress has the current time as its end, which is no change.
    const text = JSON.stringify({ ...run, report: { ...run.report, finishedAt: run.finishedAt } });
    if (sentRuns.get(id) === text) return;
    sentRuns.set(id, text);
    events.send('run', { ...run });
  };

  return async (): Promise<void> => {
    const isFirst = sentConnections.size === 0;
    const all = await listConnections(store.db);
    const changed = all.filter((connection) => sentConnections.get(connection.id) !== JSON.stringify(connection));
    for (const connection of await toApiConnections(store.db, connectors, changed))
      events.send('connection', { id: connection.id, connection });
    for (const connection of changed) sentConnections.set(connection.id, JSON.stringify(connection));
    for (const id of sentConnections.keys()) {
      if (all.some((connection) => connection.id === id)) continue;
      sentConnections.delete(id);
      events.send('connection', { id, connection: null });
    }
    const active = all.filter(
      (connection) => connection.state === 'PROCESSING' || (!isFirst && changed.includes(connection)),
    );
    const runIds = new Set(active.flatMap(({ lastRunId }) => lastRunId ?? []));
    for (const id of sentRuns.keys()) if (!runIds.has(id)) sentRuns.delete(id);
    for (const id of runIds) await sendRun(id);
  };
}

/** Polls while a tab is connected. A failed poll is reported to `onError`, and polling continues. */
export function createLive(options: WatchOptions, onError: (error: unknown) => void): Live {
  const poll = createWatch(options);
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let polling = Promise.resolve();
  let isOpen = true;

  const schedulePoll = (ms: number) => {
    const at = performance.now() + ms;
    if (!isOpen || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(startPoll, ms).unref();
  };
  const startPoll = () => {
    polling = (options.events.isHeard ? poll() : Promise.resolve()).catch(onError).finally(() => {
      due = Number.POSITIVE_INFINITY;
      schedulePoll(POLL_MS);
    });
  };
  schedulePoll(POLL_MS);
  return {
    nudge: () => schedulePoll(DEBOUNCE_MS),
    hear: (event) => {
      if ('runId' in event) schedulePoll(DEBOUNCE_MS);
    },
    async close() {
      isOpen = false;
      clearTimeout(timer);
      await polling;
    },
  };
}
