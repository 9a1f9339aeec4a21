import type { ErrorCode, Manifest, Ports } from '../../engine/index.ts';
import type { Play } from './plays.ts';
import type { Greeting } from './server.ts';

/** List: one value per attempt, then normal behavior. Single value: every attempt. */
export type Plan<T> = readonly T[] | T;

export const pickPlanned = <T>(plan: Plan<T>, attempt: number): T | undefined =>
  Array.isArray(plan) ? plan[attempt] : (plan as T);

/** Expected effect of a fault on a run. */
export interface Outcome {
  /** Error code of the run; absent when it succeeds. */
  readonly error?: ErrorCode;
  /** Exit code of the command; by default 1 after an error and 0 otherwise. */
  readonly exit?: number;
  /** Codes of the report's warnings, in order. */
  readonly warnings?: readonly string[];
  /** Codes of the rejects, in order. */
  readonly rejects?: readonly ErrorCode[];
  /** Stored ids; all served ids by default. */
  readonly stored?: readonly string[];
  /** Expected number of requests per route. */
  readonly asked?: Readonly<Record<string, number>>;
  /** Expected number of requests of the faulty route. */
  readonly attempts?: number;
  /** Number of retries in the report. */
  readonly retries?: number;
  /** Minimum length of the longest wait in milliseconds. */
  readonly waits?: number;
  /** Expected fields of stored records by id. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Part of the error message. */
  readonly says?: string;
}

/** Defect of a server's certificate or TLS version. */
export type TlsKind = 'good' | 'selfSigned' | 'unknownCa' | 'expired' | 'notYetValid' | 'wrongHost' | 'tooOld';

/** Fault with its expected outcome. */
export interface Case {
  readonly name: string;
  /** Manifest of the run; by default it reads things in pages. */
  readonly manifest?: Manifest;
  /** Fault on the route `on`, or on each page of things in a separate run. */
  readonly fault?: Plan<Play>;
  readonly on?: string;
  /** Affected pages; by default the first, a middle and the last one. */
  readonly pages?: readonly number[];
  /** Responses of other routes. */
  readonly also?: Readonly<Record<string, Plan<Play>>>;
  /** Behavior of successive connections. */
  readonly greetings?: Plan<Greeting>;
  /** Error codes of successive DNS lookups of the vendor; `well` for success. */
  readonly names?: Plan<string>;
  /** Number of waits before the server listens. */
  readonly opensAfter?: number;
  /** List of things; t1 to t5 by default. */
  readonly list?: readonly string[];
  /** Changes of the list after its first page, second page, and so on. */
  readonly edits?: readonly ((ids: readonly string[]) => readonly string[])[];
  readonly tls?: TlsKind;
  /** Maximum size of an unpacked body in bytes. */
  readonly maxBodyBytes?: number;
  /** Connect timeout in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Wraps a virtual clock with the machine's fault. */
  readonly clock?: (clock: Ports['clock']) => Ports['clock'];
  /** Causes a fault of the machine in the run's folder; the returned function ends it. */
  readonly trouble?: (folder: string) => Promise<() => void>;
  readonly outcome: Outcome;
  /** Result of Test Connection with the fault on the first page: the failed check with its code, or `passed`. */
  readonly check?: `${string} ${ErrorCode}` | 'passed';
}
