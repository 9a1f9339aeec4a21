import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** Returns the files that a chunk loads at once: itself and its static imports. */
function listLoaded(chunk: Chunk, chunks: ReadonlyMap<string, Chunk>, found = new Set<string>()): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const file of chunk.imports) {
    const imported = chunks.get(file);
    if (imported) listLoaded(imported, chunks, found);
  }
  return found;
}

/** Returns the name of the screen that a chunk contains, if it is loaded on its own; `view.tsx` is loaded beside its data. */
const screenOf = ({ facadeModuleId }: Chunk): string | undefined =>
  /([\w-]+)\/(?:screen|view)\.tsx$/.exec(facadeModuleId ?? '')?.[1];

/**
 * Prints the gzipped size of each script, and of all scripts that a screen loads when it is the first one. Fails the build
 * when a screen exceeds `limit` bytes; what it loads on demand, such as completion in an editor, does not count.
 */
export const sizeGate = (limit: number): Plugin => ({
  name: 'size-gate',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
    const byFile = new Map(chunks.map((one) => [one.fileName, one]));
    const sizes = new Map(chunks.map((one) => [one.fileName, gzipSync(one.code).length]));
    for (const [file, size] of [...sizes].sort(([, a], [, b]) => b - a))
      this.info(`${kilobytes(size).padStart(9)}  ${file}`);
    const entries = chunks.filter(({ isEntry }) => isEntry).flatMap((one) => [...listLoaded(one, byFile)]);
    for (const chunk of chunks) {
      const screen = chunk.isEntry ? 'the frame' : screenOf(chunk);
      if (screen === undefined) continue;
      const loaded = new Set([...entries, ...listLoaded(chunk, byFile)]);
      const total = [...loaded].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
      this.info(`${kilobytes(total).padStart(9)}  on ${screen}, gzipped (limit ${kilobytes(limit)})`);
      if (total > limit)
        this.error(`The JavaScript of ${screen} is ${kilobytes(total)} gzipped; the limit is ${kilobytes(limit)}.`);
    }
  },
});
