import type { Shape } from './scan.ts';
import { PROGRAM } from './structure.generated.ts';

/** Scanner state carried from one piece of an array's bytes to the next. */
export interface ArrayState {
  /** -1 inside a string, else 0. */
  inside: number;
  /** 1 if the next byte is escaped, else 0. */
  escaped: number;
  /** Open brackets, without that of the array. */
  depth: number;
  /** Members of the current element so far, and its nesting depth. */
  members: number;
  deepest: number;
  /** Consecutive digits at the end of the bytes. */
  digits: number;
}

/** End of an element, and its shape. */
export interface ElementEnd extends Shape {
  readonly at: number;
}

/** Structure of a piece of an array; `wide` is valid until the next call. */
export interface Structure {
  /** Offset of the closing bracket of the array, or -1. */
  readonly closed: number;
  /** Offset of the comma after each element that ended, and its shape. */
  readonly ends: readonly ElementEnd[];
  /** Ascending offsets within or right after numbers that a double may not represent. */
  readonly wide: Int32Array;
}

/** Maximum bytes per call. */
export const MOST_BYTES = 32 << 10;
/** Memory layout of the program: see structure.wat. */
const STATE_WORDS = 8;
const ENDS = 64;
const END_WORDS = 3;
const WIDE = 393_280;
const BYTES = 524_352;

/** The used part of the WebAssembly global, which Node's types do not declare. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Program {
  readonly memory: { readonly buffer: ArrayBuffer };
  scan(length: number): number;
}

interface Machine {
  readonly scan: Program['scan'];
  readonly state: Int32Array;
  readonly ends: Int32Array;
  readonly wide: Int32Array;
  readonly bytes: Uint8Array;
}

function startMachine(): Machine {
  const module = new WebAssembly.Module(Buffer.from(PROGRAM, 'base64'));
  const { memory, scan } = new WebAssembly.Instance(module).exports as Program;
  return {
    scan,
    state: new Int32Array(memory.buffer, 0, STATE_WORDS),
    ends: new Int32Array(memory.buffer, ENDS, MOST_BYTES * END_WORDS),
    wide: new Int32Array(memory.buffer, WIDE, MOST_BYTES),
    bytes: new Uint8Array(memory.buffer, BYTES, MOST_BYTES),
  };
}

function readEnds(words: Int32Array, count: number): ElementEnd[] {
  const ends: ElementEnd[] = [];
  for (let word = 0; word < count * END_WORDS; word += END_WORDS)
    ends.push({ at: words[word] as number, members: words[word + 1] as number, depth: words[word + 2] as number });
  return ends;
}

let machine: Machine | undefined;

/** Scans at most MOST_BYTES bytes inside an array; advances `state` past them. */
export function scanStructure(bytes: Uint8Array, state: ArrayState): Structure {
  machine ??= startMachine();
  const { scan, ends, wide } = machine;
  const words = machine.state;
  machine.bytes.set(bytes);
  words[0] = state.inside;
  words[1] = state.escaped;
  words[2] = state.depth;
  words[3] = state.members;
  words[4] = state.deepest;
  words[5] = state.digits;
  const closed = scan(bytes.length);
  const [inside = 0, escaped = 0, depth = 0, members = 0, deepest = 0, digits = 0, ended = 0, wides = 0] = words;
  Object.assign(state, { inside, escaped, depth, members, deepest, digits });
  return { closed, ends: readEnds(ends, ended), wide: wide.subarray(0, wides) };
}
