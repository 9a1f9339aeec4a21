import { hash } from 'node:crypto';
import { releaseBytes } from '../../base/json/index.ts';
import { createSuperseded, type Superseded } from '../sink/superseded.ts';

/** Three words of a digest, and the ordinal of the record plus one. */
const WORDS = 4;
/** Entry of the journal: the digest's three words, the ordinal, the content, and the version. */
const ENTRY_BYTES = 28;
const FIRST_SLOTS = 1 << 12;
const FIRST_ENTRIES = 1 << 8;
/** Load factor at which the table doubles. */
const LOAD = 0.6;

/** Versions of maps that keep the first record: never at least as new as a known one. */
export const FIRST_WINS = Number.NaN;
/** Versions of maps that keep the last record. */
export const LAST_WINS = 0;

/** Properties of a record that decide whether it replaces one with the same identity. */
export interface SeenRecord {
  readonly version: number;
  /** 32-bit hash of the content: a record that is sent again unchanged keeps its position in the output. */
  readonly content: number;
}

const NO_CONTENT: SeenRecord = { version: LAST_WINS, content: 0 };

/**
 * Identities of one entity that a run has written, as 96-bit hashes in one flat table: 27 to 53 bytes per identity,
 * whatever its length, 4 more for the content, and 8 more if versions are compared. The probability of a collision among a million identities is
 * 10^-17.
 */
export interface SeenIdentities {
  /**
   * Adds a record that is written if it is new or replaces the known one: if its content differs and its version is at least
   * as high. A written record gets the next ordinal, starting from 0.
   */
  add(identity: string, record?: SeenRecord): 'new' | 'replaces' | 'repeated';
  /** Continues after records without an identity, which are never repeats: the next record gets this ordinal. */
  skipTo(ordinal: number): void;
  /** Ordinal of the next record. */
  readonly next: number;
  /** Written records that a later version replaced. */
  readonly superseded: Superseded;
  /** Returns the entries written since the last call, to append to the state's side file. */
  takeNew(): Uint8Array;
  /** Restores entries that takeNew returned before the run was stopped. */
  restore(entries: Uint8Array): void;
}

// A binary string per digest: buffers are three times slower to create.
const readWord = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0;

/** Versions by ordinal; no array until a version other than `LAST_WINS` occurs. */
function createVersions() {
  let versions: Float64Array | undefined;
  return {
    of: (ordinal: number): number => versions?.[ordinal] ?? LAST_WINS,
    set(ordinal: number, version: number) {
      if (version === LAST_WINS && versions === undefined) return;
      versions ??= new Float64Array(FIRST_SLOTS);
      if (ordinal >= versions.length) {
        const larger = new Float64Array(Math.max(ordinal + 1, versions.length * 2));
        larger.set(versions);
        versions = larger;
      }
      versions[ordinal] = version;
    },
  };
}

interface Written extends SeenRecord {
  readonly ordinal: number;
}

function growTo(contents: Uint32Array<ArrayBuffer>, ordinal: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(ordinal + 1, contents.length * 2));
  larger.set(contents);
  return larger;
}

/** Written records since the last checkpoint, as entries of the journal. */
function createJournal() {
  let entries = new DataView(new ArrayBuffer(FIRST_ENTRIES * ENTRY_BYTES));
  let used = 0;
  return {
    add(a: number, b: number, c: number, { ordinal, version, content }: Written) {
      if (used === entries.byteLength) {
        const larger = new Uint8Array(used * 2);
        larger.set(new Uint8Array(entries.buffer));
        entries = new DataView(larger.buffer);
      }
      entries.setUint32(used, a, true);
      entries.setUint32(used + 4, b, true);
      entries.setUint32(used + 8, c, true);
      entries.setUint32(used + 12, ordinal, true);
      entries.setUint32(used + 16, content, true);
      entries.setFloat64(used + 20, version, true);
      used += ENTRY_BYTES;
    },
    take(): Uint8Array {
      const taken = new Uint8Array(entries.buffer, 0, used);
      entries = new DataView(new ArrayBuffer(FIRST_ENTRIES * ENTRY_BYTES));
      used = 0;
      return taken;
    },
  };
}

export function createSeenIdentities(options: { journal: boolean }): SeenIdentities {
  let table = new Uint32Array(FIRST_SLOTS * WORDS);
  let count = 0;
  let next = 0;
  const versions = createVersions();
  let contents = new Uint32Array(FIRST_SLOTS);
  const journal = createJournal();
  const superseded = createSuperseded();

  /** Returns the position of an identity's slot, or of the free one for it. */
  const findSlot = (within: Uint32Array, a: number, b: number, c: number): number => {
    const mask = within.length / WORDS - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      if (within[at + 3] === 0 || (within[at] === a && within[at + 1] === b && within[at + 2] === c)) return at;
    }
  };
  const fill = (into: Uint32Array, at: number, a: number, b: number, c: number, ordinal: number) => {
    into[at] = a;
    into[at + 1] = b;
    into[at + 2] = c;
    into[at + 3] = ordinal + 1;
  };
  const grow = () => {
    const bigger = new Uint32Array(table.length * 2);
    for (let at = 0; at < table.length; at += WORDS) {
      const used = table[at + 3] as number;
      if (used === 0) continue;
      const [a, b, c] = [table[at] as number, table[at + 1] as number, table[at + 2] as number];
      fill(bigger, findSlot(bigger, a, b, c), a, b, c, used - 1);
    }
    const smaller = new Uint8Array(table.buffer);
    table = bigger;
    releaseBytes(smaller);
  };
  const write = (
    a: number,
    b: number,
    c: number,
    { ordinal, version, content }: Written,
  ): 'new' | 'replaces' | 'repeated' => {
    if (count > (table.length / WORDS) * LOAD) grow();
    const at = findSlot(table, a, b, c);
    const used = table[at + 3] as number;
    if (used !== 0) {
      if (contents[used - 1] === content || !(version >= versions.of(used - 1))) return 'repeated';
      superseded.add(used - 1);
    } else count += 1;
    fill(table, at, a, b, c, ordinal);
    versions.set(ordinal, version);
    if (ordinal >= contents.length) contents = growTo(contents, ordinal);
    contents[ordinal] = content;
    next = ordinal + 1;
    return used === 0 ? 'new' : 'replaces';
  };

  return {
    superseded,
    get next() {
      return next;
    },
    skipTo(ordinal) {
      next = ordinal;
    },
    add(identity, { version, content } = NO_CONTENT) {
      const digest = hash('sha1', identity, 'binary');
      const [a, b, c] = [readWord(digest, 0), readWord(digest, 4), readWord(digest, 8)];
      const written = { ordinal: next, version, content };
      const outcome = write(a, b, c, written);
      if (outcome !== 'repeated' && options.journal) journal.add(a, b, c, written);
      return outcome;
    },
    takeNew: () => journal.take(),
    restore(bytes) {
      const entries = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at + ENTRY_BYTES <= bytes.byteLength; at += ENTRY_BYTES)
        write(entries.getUint32(at, true), entries.getUint32(at + 4, true), entries.getUint32(at + 8, true), {
          ordinal: entries.getUint32(at + 12, true),
          content: entries.getUint32(at + 16, true),
          version: entries.getFloat64(at + 20, true),
        });
    },
  };
}
