import type { WorkerEvent } from '../worker/index.ts';
import type { Traces } from './traces.ts';

export { createLog } from './log.ts';
export { createMetrics } from './metrics.ts';
export { startOps } from './ops-server.ts';
export type { Traces } from './traces.ts';

/** Receiver of worker events. */
export type Observer = (event: WorkerEvent) => void;

/** Opens traces if the environment names a collector; loads the tracing SDK only then. */
export async function openTraces(env: Environment, now: () => number): Promise<Traces | undefined> {
  if (!ENDPOINTS.some((name) => env[name])) return undefined;
  return (await import('./traces.ts')).createTraces({ env, now });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** OpenTelemetry variables that name a collector. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/** Combines observers. An error of one affects neither the others nor the worker. */
export const combineObservers =
  (observers: readonly Observer[]): Observer =>
  (event) => {
    for (const observe of observers) {
      try {
        observe(event);
      } catch {
        // A failing observer must not stop the worker.
      }
    }
  };
