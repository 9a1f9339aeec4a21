import { monitorEventLoopDelay } from 'node:perf_hooks';

const SAMPLE_MS = 1000;
const MEGABYTE = 2 ** 20;
const MINUTE_MS = 60_000;
const NANOSECONDS = 1e6;

interface Sample {
  readonly at: number;
  readonly rss: number;
  readonly heap: number;
}

/** Memory and event loop delay of a process, in megabytes and milliseconds. */
export interface Figures {
  readonly seconds: number;
  readonly rss: { readonly most: number; readonly slopePerMinute: number };
  readonly heap: { readonly most: number; readonly slopePerMinute: number };
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Returns the least-squares slope of the samples per minute. */
function slope(samples: readonly Sample[], of: 'rss' | 'heap'): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [at, value] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one[of]))];
  const over = samples.reduce((sum, one) => sum + (one.at - at) * (one[of] - value), 0);
  const under = samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  return under === 0 ? 0 : (over / under) * MINUTE_MS;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Samples this process until the returned function is called. Slopes cover the second half, after warm-up. */
export function watchProcess(): () => Figures {
  const samples: Sample[] = [];
  const began = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ at: performance.now() - began, rss: rss / MEGABYTE, heap: heapUsed / MEGABYTE });
  }, SAMPLE_MS);
  const taken = (of: 'rss' | 'heap') => ({
    most: round(Math.max(...samples.map((one) => one[of]))),
    slopePerMinute: round(slope(samples.slice(samples.length / 2), of)),
  });
  return () => {
    clearInterval(timer);
    delay.disable();
    const ms = (nanoseconds: number) => round(nanoseconds / NANOSECONDS);
    return {
      seconds: round((performance.now() - began) / 1000),
      rss: taken('rss'),
      heap: taken('heap'),
      eventLoopDelay: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
    };
  };
}
