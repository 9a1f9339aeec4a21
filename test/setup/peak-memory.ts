import { readFileSync } from 'node:fs';

/**
 * Returns the peak resident memory of this process in kB.
 * `resourceUsage().maxRSS` does not serve: on Linux it survives `exec`, so that a child of a large process reports its
 * parent's peak (getrusage(2) counts the process, `VmHWM` of proc_pid_status(5) the memory of the program itself).
 */
export function readPeakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
