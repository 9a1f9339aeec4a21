import type { ErrorCode, Manifest, Ports } from '../../engine/index.ts';
import type { Play } from './plays.ts';
import type { Greeting } from './server.ts';

/** One after another, attempt by attempt, and then well; or one for ever. */
export type Plan<T> = readonly T[] | T;

export const pickPlanned = <T>(plan: Plan<T>, attempt: number): T | undefined =>
  Array.isArray(plan) ? plan[attempt] : (plan as T);

/** What a vendor that is at fault does to a run. */
export interface Outcome {
  /** What the run ends with; none when it ends well. */
  readonly error?: ErrorCode;
  /** What the command ends with, where it is not 1 after an error and 0 without. */
  readonly exit?: number;
  /** Codes of the report's warnings, in order. */
  readonly warnings?: readonly string[];
  /** Codes of the rejects, in order. */
  readonly rejects?: readonly ErrorCode[];
  /** Ids that are stored, where it is not each that was served. */
  readonly stored?: readonly string[];
  /** Expected number of requests per route. */
  readonly asked?: Readonly<Record<string, number>>;
  /** Expected number of requests of the faulty route. */
  readonly attempts?: number;
  /** Retries that the report counts. */
  readonly retries?: number;
  /** Milliseconds that one wait is, at least. */
  readonly waits?: number;
  /** Fields that the stored records of some ids have. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** A part of the error's message. */
  readonly says?: string;
}

/** What is wrong with the certificate or the TLS of a server. */
export type TlsKind = 'good' | 'selfSigned' | 'unknownCa' | 'expired' | 'notYetValid' | 'wrongHost' | 'tooOld';

/** One fault, as data. */
export interface Case {
  readonly name: string;
  /** What is read; things, page by page, when absent. */
  readonly manifest?: Manifest;
  /** The fault; on `on`, or on the pages of things in turn, each in a run of its own. */
  readonly fault?: Plan<Play>;
  readonly on?: string;
  /** Which pages, where not the first, a middle and the last one. */
  readonly pages?: readonly number[];
  /** Answers of other routes. */
  readonly also?: Readonly<Record<string, Plan<Play>>>;
  /** What connections get, one after another. */
  readonly greetings?: Plan<Greeting>;
  /** Codes that lookups of the vendor's name fail with, one after another; `well` for none. */
  readonly names?: Plan<string>;
  /** The server does not listen before so many waits. */
  readonly opensAfter?: number;
  /** The list of things, where it is not t1 to t5. */
  readonly list?: readonly string[];
  /** Changes of the list after its first page, second page, and so on. */
  readonly edits?: readonly ((ids: readonly string[]) => readonly string[])[];
  readonly tls?: TlsKind;
  /** Unpacked bytes that a body may have. */
  readonly maxBodyBytes?: number;
  /** Milliseconds that a connection may take. */
  readonly connectTimeoutMs?: number;
  /** Wraps a virtual clock with the machine's fault. */
  readonly clock?: (clock: Ports['clock']) => Ports['clock'];
  /** Makes the machine's trouble in the run's folder; what it gives ends it. */
  readonly trouble?: (folder: string) => Promise<() => void>;
  readonly outcome: Outcome;
  /** The check that fails with its code, or `passed`: what Test Connection says when the fault is on the first page. */
  readonly check?: `${string} ${ErrorCode}` | 'passed';
}
