import { lstatSync } from 'node:fs';

/** Returns whether a path is a link that another user made: what is written there goes where that user wants. */
export function isForeignLink(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSymbolicLink() === true && found.uid !== 0 && found.uid !== process.getuid?.();
}
