import { isUtf8 } from 'node:buffer';
import { engineError } from '../errors/index.ts';
import { HEAD_BYTES, type Oversize, type Piece, type Run } from './array-scanner.ts';
import { findDuplicateKeys } from './duplicate-keys.ts';
import type { ExactKey } from './exact-key.ts';
import { countMembers } from './members.ts';
import { parseExact } from './parse-exact.ts';
import { toPointer } from './pointer.ts';
import type { Shape } from './scan.ts';
import { MAX_DEPTH } from './splitter.ts';
import { findTextDefect } from './text-defect.ts';
import type { Json } from './types.ts';

/** Element of a list: its value, or the reason why it is unreadable, with its position and the beginning of its text. */
export type Element =
  | { readonly kind: 'item'; readonly value: Json }
  | {
      readonly kind: 'bad';
      readonly pointer: string;
      readonly code: string;
      readonly message: string;
      readonly raw: string;
    };

// An escaped NUL or surrogate; valid UTF-8 contains no other surrogate, and JSON no unescaped NUL.
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;

const OPENING = 91;
const CLOSING = 93;

/** Parses the elements of a piece, in order. Throws BODY_NOT_JSON where `JSON.parse` would reject the document. */
export function readPiece(piece: Piece, exact?: ExactKey): readonly Element[] {
  return piece.kind === 'oversize'
    ? [toOversizeElement(piece)]
    : (readTogether(piece, exact) ?? readEach(piece, exact));
}

/** Parses all elements of a run at once; returns undefined if one of them may be unreadable. */
function readTogether(run: Run, exact: ExactKey | undefined): Element[] | undefined {
  if (!isUtf8(run.bytes) || run.depths.some((depth) => depth > MAX_DEPTH)) return undefined;
  const text = joinElements(run.bytes);
  if (text.includes('\\u') && SUSPECT.test(text)) return undefined;
  const values = parseText(text, findWidePositions(text, run), exact) as readonly Json[];
  // A stray comma can only be at the edge of a run: JSON.parse rejects the others.
  if (values.length !== run.ends.length) throw createDamagedError();
  const elements: Element[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Json;
    if (countMembers(value) !== run.members[i]) return undefined;
    elements.push({ kind: 'item', value });
  }
  return elements;
}

function readEach(run: Run, exact: ExactKey | undefined): Element[] {
  return run.ends.map((end, i) => {
    const start = i === 0 ? 0 : (run.ends[i - 1] as number) + 1;
    const shape = { members: run.members[i] as number, depth: run.depths[i] as number };
    return readElement(run.bytes.subarray(start, end), shape, exact);
  });
}

/** Parses one element from its bytes and scanned shape. Throws BODY_NOT_JSON where `JSON.parse` would fail. */
export function readElement(bytes: Uint8Array, shape: Shape, exact?: ExactKey): Element {
  const text = decodeBytes(bytes);
  const value = parseText(text, undefined, exact);
  if (!isUtf8(bytes)) return toBadElement(bytes, 'it is not valid UTF-8');
  if (shape.depth > MAX_DEPTH) return toBadElement(bytes, `it is nested more than ${MAX_DEPTH} levels deep`);
  const defect = SUSPECT.test(text) ? findTextDefect(value) : undefined;
  if (defect !== undefined) return toBadElement(bytes, defect.problem, toPointer(defect.path));
  if (countMembers(value) === shape.members) return { kind: 'item', value };
  return toBadElement(bytes, 'an object repeats a key', toPointer(findDuplicateKeys(text)[0] ?? []));
}

const toOversizeElement = ({ head, size }: Oversize): Element => toBadElement(head, `it is ${size} bytes long`);

/** Creates an unreadable element; `problem` completes "cannot read the item: …". */
export function toBadElement(raw: Uint8Array, problem: string, pointer = ''): Element {
  const { code, message } = engineError('ITEM_UNREADABLE', { problem });
  return { kind: 'bad', pointer, code, message, raw: decodeBytes(raw.subarray(0, HEAD_BYTES)).trim() };
}

const decodeBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

let scratch = Buffer.allocUnsafe(1 << 16);

/** Returns the elements as the text of a list. Brackets are added to the bytes, as adding them to the text would copy it. */
function joinElements(bytes: Uint8Array): string {
  const end = bytes.length + 1;
  if (scratch.length <= end) scratch = Buffer.allocUnsafe(end * 2);
  scratch[0] = OPENING;
  scratch.set(bytes, 1);
  scratch[end] = CLOSING;
  return scratch.toString('utf8', 0, end + 1);
}

/** Converts the offsets of wide numbers from the bytes of a run to its text, which has a leading bracket; undefined if unknown. */
const findWidePositions = (text: string, { bytes, wide }: Run): readonly number[] | undefined =>
  wide.length === 0 || text.length === bytes.length + 2 ? wide.map((place) => place + 1) : undefined;

function parseText(text: string, places?: readonly number[], exact?: ExactKey): Json {
  try {
    return parseExact(text, places, exact);
  } catch {
    // Without the SyntaxError as its cause: its message quotes the body.
    throw createDamagedError();
  }
}

const createDamagedError = (): Error => engineError('BODY_NOT_JSON', { looksLike: 'damaged JSON' });
