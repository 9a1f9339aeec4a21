import { lstatSync, type Stats } from 'node:fs';

/** Returns whether a path is a link that another user made: what is written there goes where that user wants. */
export function isForeignLink(path: string): boolean {
  const found = readLink(path);
  return found?.isSymbolicLink() === true && found.uid !== 0 && found.uid !== process.getuid?.();
}

/** Returns the status of a path; undefined if it does not exist or its folder is a file, which opening it reports. */
function readLink(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
