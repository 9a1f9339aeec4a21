import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** Prints the gzipped size of each script, and fails the build when the total exceeds `limit` bytes. */
export const sizeGate = (limit: number): Plugin => ({
  name: 'size-gate',
  apply: 'build',
  generateBundle(_options, bundle) {
    const sizes = Object.values(bundle)
      .flatMap((chunk) => (chunk.type === 'chunk' ? [{ name: chunk.fileName, size: gzipSync(chunk.code).length }] : []))
      .sort((a, b) => b.size - a.size);
    const total = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of sizes) this.info(`${kilobytes(size).padStart(9)}  ${name}`);
    this.info(`${kilobytes(total).padStart(9)}  of JavaScript, gzipped (limit ${kilobytes(limit)})`);
    if (total > limit) this.error(`The JavaScript is ${kilobytes(total)} gzipped; the limit is ${kilobytes(limit)}.`);
  },
});
