import type { WorkerEvent } from '../worker/index.ts';
import type { Traces } from './traces.ts';

export { createLog } from './log.ts';
export { createMetrics } from './metrics.ts';
export { startOps } from './ops-server.ts';
export type { Traces } from './traces.ts';

/** One of those who are told what a worker does. */
export type Observer = (event: WorkerEvent) => void;

/** Traces to the collector that the environment names, see `createTraces`; what they need is loaded only then. */
export async function openTraces(env: Environment, now: () => number): Promise<Traces | undefined> {
  if (!ENDPOINTS.some((name) => env[name])) return undefined;
  return (await import('./traces.ts')).createTraces({ env, now });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a collector is, as OpenTelemetry names it. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/** Tells several; what one of them throws keeps nothing from the others, nor from the worker. */
export const combineObservers =
  (observers: readonly Observer[]): Observer =>
  (event) => {
    for (const observe of observers) {
      try {
        observe(event);
      } catch {
        // Watching must never end the work that is watched.
      }
    }
  };
