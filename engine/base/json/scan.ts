export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
const BACKSLASH = 92;

/** Results for a string that is not closed within the bytes; the second one if the next byte is escaped. */
const OPEN = -1;
export const OPEN_ESCAPED = -2;

/** Most strings end within this many bytes; for longer ones the native search for the quote is faster (measured). */
const NEAR = 48;

/** Returns the offset after the closing quote of a string, from an offset inside it; OPEN or OPEN_ESCAPED if unclosed. */
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

/** Returns true if the string bytes from `start`, where no escape is pending, to `end` leave the next byte escaped. */
function endsEscaping(bytes: Uint8Array, start: number, end: number): boolean {
  let slash = end;
  while (slash > start && bytes[slash - 1] === BACKSLASH) slash--;
  return (end - slash) % 2 === 1;
}

export const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/** `{` and `[`, and `}` and `]`, differ only in bit 32. */
export const isOpening = (byte: number): boolean => (byte | 32) === 123;
export const isClosing = (byte: number): boolean => (byte | 32) === 125;

/** Shape of a JSON text: the number of object members as written, and the nesting depth. */
export interface Shape {
  readonly members: number;
  readonly depth: number;
}

/** Measures the shape of a JSON text; the result for invalid JSON is arbitrary. */
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
