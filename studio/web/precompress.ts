import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(?:css|html|js|json|svg)$/;
/** Smaller files fit into one packet. */
const MIN_BYTES = 1_000;
/** The highest level takes eight times as long and saves 8%; a checkout builds the page before its first start. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < MIN_BYTES) return;
  const [br, gz] = await Promise.all([promisify(brotliCompress)(content, BROTLI), promisify(gzip)(content)]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

/** Writes a Brotli and a gzip copy beside each text file of the build. The server sends the one that a browser accepts. */
export const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const paths = await readdir(dir, { recursive: true });
    await Promise.all(paths.filter((path) => COMPRESSIBLE.test(path)).map((path) => compressFile(join(dir, path))));
  },
});
