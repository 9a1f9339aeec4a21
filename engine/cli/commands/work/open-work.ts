import { isEngineError } from '../../../base/errors/index.ts';
import { isSecret } from '../../../base/secret/index.ts';
import type { AllowPrivate } from '../../../io/allow-private.ts';
import { createPorts } from '../../../io/ports.ts';
import {
  collapseOutage,
  createQueue,
  type Queue,
  type WorkerEvent,
  type WorkerParts,
} from '../../../platform/worker/index.ts';
import { type CliPlatform, openPlatform } from '../../open-platform.ts';
import type { Options } from '../../options.ts';
import type { Terminal } from '../../terminal.ts';

/** Resources of commands that start or execute runs, released on disposal. */
export interface WorkContext extends AsyncDisposable {
  readonly platform: CliPlatform;
  readonly queue: Queue;
  readonly parts: Omit<WorkerParts, 'id'>;
}

/** Opens the platform, its queue and the network ports; worker events are sent to `observe`. */
export async function openWorkContext(
  { options, terminal }: { readonly options: Options; readonly terminal: Terminal },
  observe: (event: WorkerEvent) => void = () => undefined,
  allowPrivate: AllowPrivate = options['allow-private-network'] ?? false,
): Promise<WorkContext> {
  const platform = await openPlatform({ options, terminal });
  const ports = createPorts({ allowPrivate, env: terminal.env });
  const closing = new AbortController();
  const tell = collapseOutage(observe, {
    ...{ clock: ports.clock, signal: closing.signal },
    ask: () => platform.store.db.selectFrom('run').select('id').limit(1).execute(),
  });
  const queue = createQueue(platform, (error) => {
    const code = isEngineError(error) ? error.code : error.name;
    tell({ type: 'trouble', doing: 'operating the queue', code, message: error.message });
  });
  const learn: WorkerParts['learn'] = (secrets, session) => {
    for (const secret of secrets) terminal.learn(secret);
    for (const value of Object.values({ ...session?.values, ...session?.keep }))
      if (isSecret(value)) terminal.learn(value);
  };
  return {
    platform,
    queue,
    parts: { platform, ports, queue, tell, learn },
    async [Symbol.asyncDispose]() {
      closing.abort();
      // A failed command has not stopped the queue, which would keep polling a closed store.
      await queue.stop();
      await ports.close();
      await platform[Symbol.asyncDispose]();
    },
  };
}
