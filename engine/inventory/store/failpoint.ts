/** Where a test may kill this process: what must hold is that nothing is lost and nothing comes twice, wherever it is. */
export type Failpoint =
  | 'store-write'
  | 'store-commit'
  | 'store-committed'
  | 'sink-checkpoint'
  | 'sink-finish'
  | 'sink-finished'
  | 'state-append'
  | 'state-save'
  | 'state-saved'
  | 'slice-store'
  | 'slice-checkpoint'
  | 'slice-commit'
  | 'run-close'
  | 'session-save';

/** `MAPWRIGHT_FAILPOINT=<name>:<nth>`; only where the engine runs from its sources: the published build has no switch. */
const [armed, nth] = (import.meta.filename.endsWith('.ts') ? (process.env['MAPWRIGHT_FAILPOINT'] ?? '') : '').split(
  ':',
);
let passCount = 0;

/** Kills the process with SIGKILL when it passes the named point for the nth time; else does nothing. */
export function passFailpoint(name: Failpoint): void {
  if (name !== armed) return;
  passCount += 1;
  if (passCount === Number(nth)) process.kill(process.pid, 'SIGKILL');
}
