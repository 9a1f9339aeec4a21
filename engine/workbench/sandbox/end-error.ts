import { type EngineError, engineError } from '../../base/errors/index.ts';
import type { WorkerEnd } from './sandbox-worker.ts';

/** Returns the error for a child that a limit ended, or that failed. `subject` names its work. */
export const createEndError = (subject: string, { why, limits }: Omit<WorkerEnd, 'kind'>): EngineError => {
  const [time, memory] = [`${(limits.deadlineMs / 1_000).toFixed(1)} s`, `${limits.memoryMb} MB`];
  if (why === 'time') return engineError('EXPRESSION_TOO_LONG', { subject, limit: time });
  if (why === 'memory') return engineError('EXPRESSION_TOO_LARGE', { subject, limit: memory });
  return engineError('SANDBOX_FAILED', { reason: 'its process exited' });
};
