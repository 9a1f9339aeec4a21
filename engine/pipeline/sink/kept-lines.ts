import type { FileHandle } from 'node:fs/promises';
import type { Superseded } from './superseded.ts';

const PIECE_BYTES = 1 << 18;
const LINE_FEED = 10;

/** Copies a file without its superseded lines, a piece at a time. */
export async function copyKeptLines(from: FileHandle, to: FileHandle, superseded: Superseded): Promise<void> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let line = 0;
  let isDropped = superseded.has(0);
  for (let position = 0; ; ) {
    const { bytesRead } = await from.read(piece, 0, piece.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    // Bytes from `kept` up to the next dropped line are written together.
    let kept = 0;
    let used = 0;
    for (let at = 0; at < bytesRead; ) {
      const feed = piece.indexOf(LINE_FEED, at);
      const end = feed < 0 || feed >= bytesRead ? bytesRead : feed + 1;
      if (isDropped) kept = end;
      else {
        piece.copyWithin(used, kept, end);
        used += end - kept;
        kept = end;
      }
      if (end <= bytesRead && piece[end - 1] === LINE_FEED) {
        line += 1;
        isDropped = superseded.has(line);
      }
      at = end;
    }
    await to.writeFile(piece.subarray(0, used));
  }
}
