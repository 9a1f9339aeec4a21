import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../../inventory/store/store.ts';
import type { WorkerEvent } from '../worker/index.ts';
import { listWritten } from '../worker/slice.ts';

/** Prometheus metrics of a worker. */
export interface Metrics {
  readonly observe: (event: WorkerEvent) => void;
  /** Renders the metrics in Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const OUTCOMES = ['added', 'changed', 'unchanged', 'returned', 'repeated'] as const;
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const RUN_SECONDS = [1, 5, 15, 60, 300, 900, 3600, 7200, 21_600];

/** Reads the numbers of waiting and running slices and the schedule lag in seconds. */
async function readQueueDepth(
  { db }: Store,
  now: number,
): Promise<{ readonly waiting: number; readonly running: number; readonly lag: number }> {
  const row = await db
    .selectFrom('slice')
    .innerJoin('run', 'run.id', 'slice.run_id')
    .select((is) => [
      is.fn.sum<number>(is.case().when('slice.state', '=', 'WAITING').then(1).else(0).end()).as('waiting'),
      is.fn.sum<number>(is.case().when('slice.state', '=', 'RUNNING').then(1).else(0).end()).as('running'),
    ])
    .where('slice.state', 'in', ['WAITING', 'RUNNING'])
    .executeTakeFirst();
  const due = await db
    .selectFrom('connection')
    .select((is) => is.fn.min('next_run_at').as('next'))
    .where('next_run_at', '<=', now)
    // Excludes connections that are processing: they are due after their own run.
    .where('state', '=', 'SCHEDULED')
    .executeTakeFirst();
  return {
    waiting: Number(row?.waiting ?? 0),
    running: Number(row?.running ?? 0),
    lag: due?.next ? (now - due.next) / 1000 : 0,
  };
}

/** Creates the metrics of this process, and gauges of the queue in the store. */
export function createMetrics(store: Store, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `mapwright_${name}`, help, labelNames: [...labelNames], registers });
  const runs = counter('runs_total', 'Runs that ended in this process, by state.', ['state']);
  const requests = counter('requests_total', 'Requests to vendors, by status; "error" without a response.', ['status']);
  const retries = counter('retries_total', 'Retried requests to vendors.', []);
  const records = counter('records_total', 'Records written, by entity and outcome.', ['entity', 'outcome']);
  const rejects = counter('rejects_total', 'Items that could not be mapped.', []);
  const slices = counter('slices_total', 'Slices processed, by outcome.', ['outcome']);
  const troubles = counter('troubles_total', 'Errors of the worker itself, by code.', ['code']);
  const seconds = new Histogram({
    name: 'mapwright_request_seconds',
    help: 'Duration of requests to vendors.',
    buckets: SECONDS,
    registers,
  });
  const runSeconds = new Histogram({
    name: 'mapwright_run_seconds',
    help: 'Duration of runs.',
    buckets: RUN_SECONDS,
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name: `mapwright_${name}`, help, registers });
  const waiting = gauge('queue_waiting', 'Slices waiting for a worker.');
  const running = gauge('queue_running', 'Slices in progress.');
  const lag = gauge('schedule_lag_seconds', 'Delay of the connection that has been due longest.');
  return {
    contentType: registry.contentType,
    observe(event) {
      if (event.type === 'request') {
        const { status, ms, attempt } = event.request;
        requests.inc({ status: status === undefined ? 'error' : String(status) });
        if (attempt > 1) retries.inc();
        seconds.observe(ms / 1000);
      } else if (event.type === 'page-stored') {
        rejects.inc(event.rejects);
        for (const [entity, counts] of listWritten(event.written))
          for (const outcome of OUTCOMES) records.inc({ entity, outcome }, counts[outcome]);
      } else if (event.type === 'run-finished') {
        runs.inc({ state: event.report.state });
        runSeconds.observe(event.ms / 1000);
      } else if (event.type === 'slice-failed') {
        slices.inc({ outcome: event.again ? 'retried' : 'failed' });
      } else if (event.type === 'slice-finished' || event.type === 'slice-lost' || event.type === 'slice-handed-back')
        slices.inc({ outcome: event.type.slice('slice-'.length) });
      else if (event.type === 'trouble') troubles.inc({ code: event.code });
      // The first error of the outage is counted already.
      else if (event.type === 'store-reconnected') troubles.inc({ code: 'STORE_UNREACHABLE' }, event.errors - 1);
    },
    async text() {
      const queue = await readQueueDepth(store, now());
      waiting.set(queue.waiting);
      running.set(queue.running);
      lag.set(queue.lag);
      return registry.metrics();
    },
  };
}
