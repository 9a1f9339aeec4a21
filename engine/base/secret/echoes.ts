import { createFinder, type FindAny } from '../json/index.ts';
import { listTraces } from './encodings.ts';
import { someDecoding } from './escapes.ts';
import { createRedactor, type Redactor, SHORTEST_SECRET } from './redactor.ts';
import { revealSecret, type Secret } from './secret.ts';

/** Searches for secrets in bytes as they arrive. */
export interface Watch {
  see(chunk: Uint8Array): void;
  /** True once the bytes may contain a secret. */
  readonly found: boolean;
}

/** Secrets that a vendor may send back, in any encoding. */
export interface Echoes {
  add(secret: string | Secret): void;
  /** Starts a search in a payload: fast, as it decodes nothing, and prone to false positives, never to false negatives. */
  watch(): Watch;
  /** Replaces each secret with `[secret]`. */
  readonly redact: Redactor;
}

/** Hex digits occur in either case. */
const addHexCases = (traces: readonly string[]): string[] => [
  ...traces,
  ...traces.slice(-1).map((hex) => hex.toUpperCase()),
];

/** Only the beginning of a longer trace is searched for, at the price of false positives. */
const LONGEST_TRACE = 64;
/** Bytes on both sides of a chunk boundary: the longest trace with each character escaped twice. */
const SEAM = LONGEST_TRACE * 12;

function createWatch(isIn: FindAny, isIdle: boolean): Watch {
  const isHeld = (bytes: Buffer) => isIn(bytes) || someDecoding(bytes, isIn);
  let edge = Buffer.alloc(0);
  let found = false;
  return {
    see(chunk) {
      if (found || isIdle) return;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      found = isHeld(bytes) || (edge.length > 0 && isHeld(Buffer.concat([edge, bytes.subarray(0, SEAM)])));
      edge = Buffer.concat([edge, bytes.subarray(-SEAM)]).subarray(-SEAM);
    },
    get found() {
      return found;
    },
  };
}

/** Creates the echoes of `secrets` and of those added later. */
export function createEchoes(secrets: Iterable<string>): Echoes {
  const redact = createRedactor([]);
  let traces: readonly Buffer[] = [];
  let isIn: FindAny | undefined;
  const add = (given: string | Secret) => {
    const text = typeof given === 'string' ? given : revealSecret(given);
    if (text.length < SHORTEST_SECRET) return;
    redact.add(text);
    traces = [...traces, ...addHexCases(listTraces(text)).map((trace) => Buffer.from(trace.slice(0, LONGEST_TRACE)))];
    isIn = undefined;
  };
  for (const one of secrets) add(one);
  const watch = () => {
    isIn ??= createFinder(traces);
    return createWatch(isIn, traces.length === 0);
  };
  return { add, redact, watch };
}
