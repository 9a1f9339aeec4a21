export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
const BACKSLASH = 92;

/** How a string ended within the bytes: where it goes on, and whether the next chunk begins inside it or its escape. */
const OPEN = -1;
export const OPEN_ESCAPED = -2;

/** Most strings end within so many bytes; beyond, the native search for the quote is faster than a loop (measured). */
const NEAR = 48;

/** The place after the quote that closes a string, from a place inside it; OPEN or OPEN_ESCAPED when it is not closed. */
export function findStringEnd(bytes: Uint8Array, from: number): number {
  const length = bytes.length;
  let i = from;
  while (i < length) {
    const near = Math.min(i + NEAR, length);
    while (i < near) {
      const byte = bytes[i];
      if (byte === QUOTE) return i + 1;
      i += byte === BACKSLASH ? 2 : 1;
    }
    if (i >= length) break;
    const quote = bytes.indexOf(QUOTE, i);
    const isEscaped = endsEscaping(bytes, i, quote === -1 ? length : quote);
    if (quote === -1) return isEscaped ? OPEN_ESCAPED : OPEN;
    if (!isEscaped) return quote + 1;
    i = quote + 1;
  }
  return i > length ? OPEN_ESCAPED : OPEN;
}

/** Whether the bytes of a string from `start`, where no escape is pending, to `end` leave the next byte escaped. */
function endsEscaping(bytes: Uint8Array, start: number, end: number): boolean {
  let slash = end;
  while (slash > start && bytes[slash - 1] === BACKSLASH) slash--;
  return (end - slash) % 2 === 1;
}

export const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/** `{` and `[` differ from each other, and `}` from `]`, by the bit 32 alone. */
export const isOpening = (byte: number): boolean => (byte | 32) === 123;
export const isClosing = (byte: number): boolean => (byte | 32) === 125;

/** What one JSON text is made of: how many members its objects have as written, and how deep it nests. */
export interface Shape {
  readonly members: number;
  readonly depth: number;
}

/** The shape of one whole JSON text; of a text that is not JSON, something. */
export function measureShape(bytes: Uint8Array): Shape {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) {
      const end = findStringEnd(bytes, i + 1);
      if (end < 0) break;
      i = end - 1;
    } else if (byte === COLON) members++;
    else if (isOpening(byte)) deepest = Math.max(deepest, ++depth);
    else if (isClosing(byte)) depth--;
  }
  return { members, depth: deepest };
}
