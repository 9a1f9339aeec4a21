import { type FileHandle, open } from 'node:fs/promises';

/** A file's text, or the reason why it cannot be read ("file not found"). */
export type ReadTextResult = { readonly text: string } | { readonly problem: string };

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'file not found',
  ENOTDIR: 'file not found',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
};

const describeProblem = (error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return PROBLEMS[code] ?? `read error (${code})`;
};

/** Reads to the end, or one byte past the limit; returns undefined past it. Ignores file sizes: pipes and devices report none. */
async function readBytes(file: FileHandle, maxBytes: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  while (length <= maxBytes) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  return undefined;
}

const decodeUtf8 = (bytes: Buffer): ReadTextResult => {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'it is not UTF-8 text' };
  }
};

/** Reads a UTF-8 file of at most `maxBytes`, without its byte order mark. */
export async function readText(path: string, maxBytes: number): Promise<ReadTextResult> {
  try {
    await using file = await open(path, 'r');
    const bytes = await readBytes(file, maxBytes);
    return bytes ? decodeUtf8(bytes) : { problem: `it is larger than ${maxBytes} bytes` };
  } catch (error) {
    return { problem: describeProblem(error) };
  }
}
