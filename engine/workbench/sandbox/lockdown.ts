import { registerHooks } from 'node:module';

const WAYS_OUT = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const LOADERS = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'];

const refuse = () => {
  throw new Error('nothing more is loaded here');
};

/**
 * Shuts the process in, once all that it needs is loaded: no module, so no socket, is to be had any more. Node's own
 * permissions, given at the start, keep it from files, processes and threads; of the network they know nothing (Node 24).
 */
export function lockDownProcess(): void {
  registerHooks({ resolve: refuse, load: refuse });
  for (const name of WAYS_OUT) Reflect.deleteProperty(globalThis, name);
  for (const name of LOADERS) Reflect.defineProperty(process, name, { value: refuse });
}
