import { registerHooks } from 'node:module';

const WAYS_OUT = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const LOADERS = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'];

const refuse = () => {
  throw new Error('modules cannot be loaded after the lockdown');
};

/**
 * Prevents this process from loading further modules, and therefore from opening sockets. Call it after everything is
 * loaded. Node's permission flags deny files, processes and threads but do not cover the network (Node 24).
 */
export function lockDownProcess(): void {
  registerHooks({ resolve: refuse, load: refuse });
  for (const name of WAYS_OUT) Reflect.deleteProperty(globalThis, name);
  for (const name of LOADERS) Reflect.defineProperty(process, name, { value: refuse });
}
