import type { Act } from '../../command.ts';
import { expectStoreExists, resolveStoreUrl } from '../../store.ts';
import { runHere } from '../work/run-here.ts';

/**
 * `connection run`: starts a run and, unless detached, executes it in this process. Throws CONNECTION_UNKNOWN,
 * CONNECTION_PAUSED, CONNECTION_INACTIVE, RUN_OPEN.
 */
export const run: Act = async ({ args, options, terminal }) => {
  expectStoreExists(resolveStoreUrl(options, terminal.env));
  const { startRun } = await import('../../../platform/worker/index.ts');
  return runHere({ options, terminal }, ({ platform, queue }) =>
    startRun(platform, queue, {
      connection: args[0] ?? '',
      order: { reason: 'manual', full: options.full ?? false },
    }),
  );
};
