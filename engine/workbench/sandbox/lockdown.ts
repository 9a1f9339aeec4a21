import { registerHooks } from 'node:module';

const WAYS_OUT = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const LOADERS = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'];

const refuse = () => {
  throw new Error('modules cannot be loaded after the lockdown');
};

interface Permission {
  has(scope: string): boolean;
  /** Exists since Node 24.21. */
  drop?(scope: string): void;
}

/** Revokes access to the compile cache and to the program's own files, which is needed only while modules are loaded. */
function dropFileAccess(): void {
  const { permission } = process as { readonly permission?: Permission };
  for (const scope of ['fs.write', 'fs.read']) permission?.drop?.(scope);
}

/**
 * Prevents this process from loading further modules, and therefore from opening sockets, and from reading or writing files. Call it
 * after everything is loaded. Node's permission flags deny files, processes and threads but do not cover the network (Node 24).
 */
export function lockDownProcess(): void {
  registerHooks({ resolve: refuse, load: refuse });
  for (const name of WAYS_OUT) Reflect.deleteProperty(globalThis, name);
  for (const name of LOADERS) Reflect.defineProperty(process, name, { value: refuse });
  dropFileAccess();
}
