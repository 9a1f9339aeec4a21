import { writeSync } from 'node:fs';

/** Points at which a test may kill this process: wherever that happens, nothing may be lost or duplicated. */
export type Failpoint =
  | 'store-write'
  | 'store-commit'
  | 'store-committed'
  | 'sink-checkpoint'
  | 'sink-finish'
  | 'sink-compacted'
  | 'sink-finished'
  | 'state-append'
  | 'state-save'
  | 'state-saved'
  | 'slice-store'
  | 'slice-checkpoint'
  | 'slice-commit'
  | 'run-close'
  | 'session-save';

/**
 * `MAPWRIGHT_FAILPOINT=<name>:<nth>`, and `:stall` to compute without end instead of dying; only when the engine runs
 * from its sources: the published build ignores it.
 */
const [armed, nth, how] = (
  import.meta.filename.endsWith('.ts') ? (process.env['MAPWRIGHT_FAILPOINT'] ?? '') : ''
).split(':');
let passCount = 0;

const stall = (): never => {
  writeSync(2, 'stalled\n');
  for (;;);
};

/** Kills the process with SIGKILL, or stalls the thread, when it passes the named point for the nth time. */
export function passFailpoint(name: Failpoint): void {
  if (name !== armed) return;
  passCount += 1;
  if (passCount !== Number(nth)) return;
  if (how === 'stall') stall();
  process.kill(process.pid, 'SIGKILL');
}
