import { type FindAny, findAny } from '../json/index.ts';
import { tracesOf } from './encodings.ts';
import { type Redactor, redactor, SHORTEST_SECRET } from './redaction.ts';
import { reveal, type Secret } from './secret.ts';

/** Looks for secrets in bytes as they arrive. */
export interface Watch {
  see(chunk: Uint8Array): void;
  /** Something was seen that may be a secret. */
  readonly found: boolean;
}

/** Secrets that a vendor may send back, in whatever encoding. */
export interface Echoes {
  add(secret: string | Secret): void;
  /** A new look at a payload: quick, as nothing is decoded, and it finds too much rather than too little. */
  watch(): Watch;
  /** Replaces each by `[secret]`. */
  readonly redact: Redactor;
}

/** Hex is written in either case. */
const casesOf = (traces: readonly string[]): string[] => [
  ...traces,
  ...traces.slice(-1).map((hex) => hex.toUpperCase()),
];

/** `longest`: bytes of the longest trace. */
function watchFor(isIn: FindAny, longest: number): Watch {
  const span = longest - 1;
  let edge = Buffer.alloc(0);
  let found = false;
  return {
    see(chunk) {
      if (found || span < 0) return;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const seam = Buffer.concat([edge, bytes.subarray(0, span)]);
      found = isIn(seam) || isIn(bytes);
      edge = Buffer.concat([edge, bytes.subarray(-span)]).subarray(-span);
    },
    get found() {
      return found;
    },
  };
}

/** Echoes of `secrets`, and of those that are added. */
export function createEchoes(secrets: Iterable<string>): Echoes {
  const redact = redactor([]);
  let traces: readonly Buffer[] = [];
  let isIn: FindAny | undefined;
  const add = (given: string | Secret) => {
    const text = typeof given === 'string' ? given : reveal(given);
    if (text.length < SHORTEST_SECRET) return;
    redact.add(text);
    traces = [...traces, ...casesOf(tracesOf(text)).map((trace) => Buffer.from(trace))];
    isIn = undefined;
  };
  for (const one of secrets) add(one);
  const watch = () => {
    isIn ??= findAny(traces);
    return watchFor(isIn, Math.max(0, ...traces.map(({ length }) => length)));
  };
  return { add, redact, watch };
}
