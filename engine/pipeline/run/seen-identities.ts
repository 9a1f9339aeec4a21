import { hash } from 'node:crypto';
import { releaseBytes } from '../../base/json/index.ts';

const WORDS = 4;
const BYTES = 16;
const FIRST_SLOTS = 1 << 12;
/** Load factor at which the table doubles. */
const LOAD = 0.6;

/**
 * Identities that a run has written, as 128-bit hashes in one flat table: 27 to 53 bytes per identity, whatever its length.
 * The probability of a collision among a million identities is 10^-27.
 */
export interface SeenIdentities {
  /** Adds an identity; returns false if it was already present. */
  add(identity: string): boolean;
  /** Returns the hashes added since the last call, to append to the state's side file. */
  takeNew(): Uint8Array;
  /** Restores hashes that takeNew returned before the run was stopped. */
  restore(hashes: Uint8Array): void;
}

// A binary string per digest: buffers are three times slower to create.
const readWord = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0;

export function createSeenIdentities(options: { journal: boolean }): SeenIdentities {
  let table = new Uint32Array(FIRST_SLOTS * WORDS);
  let count = 0;
  let fresh: string[] = [];

  const insert = (into: Uint32Array, a: number, b: number, c: number, d: number): boolean => {
    const mask = into.length / WORDS - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      if (into[at + 3] === 0) {
        into[at] = a;
        into[at + 1] = b;
        into[at + 2] = c;
        into[at + 3] = d;
        return true;
      }
      if (into[at] === a && into[at + 1] === b && into[at + 2] === c && into[at + 3] === d) return false;
    }
  };
  const grow = () => {
    const bigger = new Uint32Array(table.length * 2);
    for (let at = 0; at < table.length; at += WORDS) {
      const last = table[at + 3] as number;
      if (last !== 0) insert(bigger, table[at] as number, table[at + 1] as number, table[at + 2] as number, last);
    }
    const smaller = new Uint8Array(table.buffer);
    table = bigger;
    releaseBytes(smaller);
  };
  const note = (bytes: string, at: number): boolean => {
    if (count > (table.length / WORDS) * LOAD) grow();
    // A last word other than 0 marks a used slot.
    const last = readWord(bytes, at + 12) || 1;
    const added = insert(table, readWord(bytes, at), readWord(bytes, at + 4), readWord(bytes, at + 8), last);
    if (added) count += 1;
    return added;
  };

  return {
    add(identity) {
      const digest = hash('sha1', identity, 'binary');
      const added = note(digest, 0);
      if (added && options.journal) fresh.push(digest.slice(0, BYTES));
      return added;
    },
    takeNew() {
      const bytes = Buffer.from(fresh.join(''), 'latin1');
      fresh = [];
      return bytes;
    },
    restore(hashes) {
      const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength).toString('latin1');
      for (let at = 0; at + BYTES <= bytes.length; at += BYTES) note(bytes, at);
    },
  };
}
