import { readFileSync } from 'node:fs';

/** Resource usage of a process. */
export interface Usage {
  readonly memoryMb: number;
  /** CPU time of all threads since the start. */
  readonly cpuMs: number;
}

/** Linux reports CPU time in hundredths of a second on every architecture. */
const TICK_MS = 10;

/** Returns the current usage of a process, or undefined if it has exited or the system is not Linux. */
export function readUsage(pid: number | undefined): Usage | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name in parentheses may contain spaces. The text after it starts with the third field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return { memoryMb: Number(kilobytes) / 1_024, cpuMs: (user + system) * TICK_MS };
  } catch {
    return undefined;
  }
}
