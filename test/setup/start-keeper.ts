import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const KEEPER = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** Process that manages servers, on a loopback port. */
export interface Keeper {
  readonly port: number;
  /** Stops the process and all its servers. */
  end(): Promise<void>;
}

/** Starts a keeper, which exits with this process at the latest. */
export async function startKeeper(): Promise<Keeper> {
  const child = spawn(process.execPath, [KEEPER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    port: Number(line),
    async end() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
