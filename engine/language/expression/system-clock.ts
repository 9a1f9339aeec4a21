import { getHeapStatistics } from 'node:v8';

/** The time in milliseconds since 1970, for callers that give no clock of their own. */
export const SYSTEM_CLOCK = (): number => Date.now();

/** Milliseconds that the processor has worked for this thread. */
export const PROCESSOR_CLOCK = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Bytes of this thread's heap that are in use. */
export const readHeapSize = (): number => getHeapStatistics().used_heap_size;
