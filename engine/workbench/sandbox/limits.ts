/** Limits of a call. */
export interface SandboxLimits {
  /** CPU time of the child on Linux; elapsed time since the call on other systems. */
  readonly deadlineMs: number;
  /** Memory of the whole child process. */
  readonly memoryMb: number;
}

/** Limits for untrusted manifests. */
export const STRICT: SandboxLimits = { deadlineMs: 2_000, memoryMb: 256 };

/** Limits for a whole sample, which is mapped in the background. */
export const BACKGROUND: SandboxLimits = { deadlineMs: 20_000, memoryMb: 768 };

/** CPU time limit of a child, enforced by the system, so that it also ends if its parent is killed during a call. */
export const MOST_CPU_SECONDS = 60;
