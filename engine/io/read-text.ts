import { type FileHandle, open } from 'node:fs/promises';

/** A file's text, or why there is none, as the end of a sentence about the file ("is not there"). */
export type ReadTextResult = { readonly text: string } | { readonly problem: string };

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  EISDIR: 'is a folder',
};

const describeProblem = (error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return PROBLEMS[code] ?? `cannot be read (${code})`;
};

/** Reads to the end, or one byte beyond the limit: sizes are not asked for, as pipes and devices have none. */
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
    return { problem: 'is not UTF-8 text' };
  }
};

/** The text of a small file (UTF-8, a byte order mark dropped), `maxBytes` at most. */
export async function readText(path: string, maxBytes: number): Promise<ReadTextResult> {
  try {
    await using file = await open(path, 'r');
    const bytes = await readBytes(file, maxBytes);
    return bytes ? decodeUtf8(bytes) : { problem: `is larger than ${maxBytes} bytes` };
  } catch (error) {
    return { problem: describeProblem(error) };
  }
}
