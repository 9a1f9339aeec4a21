import { isSecret } from '../../../base/secret/index.ts';
import type { AllowPrivate } from '../../../io/allow-private.ts';
import { createPorts } from '../../../io/ports.ts';
import { createQueue, type Queue, type WorkerEvent, type WorkerParts } from '../../../platform/worker/index.ts';
import { type CliPlatform, openPlatform } from '../../open-platform.ts';
import type { Options } from '../../options.ts';
import type { Terminal } from '../../terminal.ts';

/** Resources of commands that start or execute runs, released on disposal. */
export interface WorkContext extends AsyncDisposable {
  readonly platform: CliPlatform;
  readonly queue: Queue;
  readonly parts: Omit<WorkerParts, 'id'>;
}

/** Opens the platform, its queue and the network ports; worker events are sent to `tell`. */
export async function openWorkContext(
  { options, terminal }: { readonly options: Options; readonly terminal: Terminal },
  tell: (event: WorkerEvent) => void = () => undefined,
  allowPrivate: AllowPrivate = options['allow-private-network'] ?? false,
): Promise<WorkContext> {
  const platform = await openPlatform({ options, terminal });
  const ports = createPorts({ allowPrivate, env: terminal.env });
  const queue = createQueue(platform, ({ name, message }) =>
    tell({ type: 'trouble', doing: 'operating the queue', code: name, message }),
  );
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
      // A failed command has not stopped the queue, which would keep polling a closed store.
      await queue.stop();
      await ports.close();
      await platform[Symbol.asyncDispose]();
    },
  };
}
