import { readFileSync } from 'node:fs';

/** What a process takes. */
export interface Usage {
  readonly memoryMb: number;
  /** Of all its threads, since its start. */
  readonly cpuMs: number;
}

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** What a process takes now; undefined where the system does not say (other than Linux), or when it is gone. */
export function readUsage(pid: number | undefined): Usage | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows it begins with the third field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return { memoryMb: Number(kilobytes) / 1_024, cpuMs: (user + system) * TICK_MS };
  } catch {
    return undefined;
  }
}
