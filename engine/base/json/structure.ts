import type { Shape } from './scan.ts';
import { PROGRAM } from './structure.generated.ts';

/** What reading an array needs to know between two pieces of its bytes. */
export interface ArrayState {
  /** -1 inside of a string, else 0. */
  inside: number;
  /** 1 where the next byte is escaped, else 0. */
  escaped: number;
  /** How many brackets are open, that of the array not counted. */
  depth: number;
  /** Members that the objects of the current element have so far, and how deep it nests. */
  members: number;
  deepest: number;
  /** How many digits in a row the bytes ended with. */
  digits: number;
}

/** Where an element ends, and its shape. */
export interface ElementEnd extends Shape {
  readonly at: number;
}

/** What some bytes of an array hold; `wide` is valid until the next call. */
export interface Structure {
  /** The place of the bracket that closes the array, or -1. */
  readonly closed: number;
  /** For each element that ended: the place of the comma behind it, and its shape. */
  readonly ends: readonly ElementEnd[];
  /** Places in or at the numbers that a double may not hold, in order. */
  readonly wide: Int32Array;
}

/** How many bytes are read at once. */
export const MOST_BYTES = 32 << 10;
/** Where things lie in the program's memory: see structure.wat. */
const STATE_WORDS = 8;
const ENDS = 64;
const END_WORDS = 3;
const WIDE = 393_280;
const BYTES = 524_352;

/** As much of the global as is used here: Node's types leave it to those of browsers. */
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

/** The structure of bytes (MOST_BYTES at most) that lie in an array; `state` goes on to what comes behind them. */
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
