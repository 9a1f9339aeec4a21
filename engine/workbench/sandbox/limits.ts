/** What a call may take. */
export interface SandboxLimits {
  /** Of the child's processor time where the system tells it (Linux), else of the time since it got the call. */
  readonly deadlineMs: number;
  /** Of the child as a whole. */
  readonly memoryMb: number;
}

/** A hostile manifest may take no more. */
export const STRICT: SandboxLimits = { deadlineMs: 2_000, memoryMb: 256 };

/** Of the child's whole life, watched by the system: so that one whose parent was killed in mid-call ends, too. */
export const MOST_CPU_SECONDS = 60;
