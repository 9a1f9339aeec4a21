import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

// Run by npm after it has installed a checkout: bundles the program of the command line into a few files, because Node
// needs 0.2 s of CPU to load its 500 modules one by one, and less for each call between them. `engine/cli/main.js` starts the
// bundle as long as no source has changed since.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'node_modules/.cache/mapwright');

/** Path, modification time in ms, and size in bytes of a source. */
type Source = readonly [path: string, mtimeMs: number, size: number];

const toPortable = (path: string): string => path.replaceAll('\\', '/');

/** Returns code that computes the path of a source or its folder, relative to the bundle. */
const toPathCode = (path: string): string =>
  `process.getBuiltinModule('path').join(import.meta.dirname, ${JSON.stringify(toPortable(relative(FOLDER, path)))})`;

/** Lets `import.meta` of a source name the source instead of the bundle: programs of threads and child processes lie beside it. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  transform(code, id) {
    if (!code.includes('import.meta.')) return null;
    return {
      code: code
        .replaceAll('import.meta.dirname', toPathCode(dirname(id)))
        .replaceAll('import.meta.filename', toPathCode(id))
        .replaceAll('import.meta.url', `process.getBuiltinModule('url').pathToFileURL(${toPathCode(id)}).href`),
    };
  },
};

async function describeSource(file: string): Promise<Source> {
  const { mtimeMs, size } = await stat(file);
  return [toPortable(relative(ROOT, file)), mtimeMs, size];
}

/** Bundles the program. Does nothing without development dependencies, which include the bundler: the sources are started then. */
export async function bundleProgram(): Promise<void> {
  const rolldown = await import('rolldown').catch(() => undefined);
  if (!rolldown) return;
  const draft = `${FOLDER}.${process.pid}`;
  const bundle = await rolldown.rolldown({
    input: join(ROOT, 'engine/cli/program.ts'),
    platform: 'node',
    external: /^[^./]/,
    plugins: [keepPlaces],
  });
  const { output } = await bundle.write({ dir: draft, format: 'esm', entryFileNames: 'program.js' });
  await bundle.close();
  const files = new Set(output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])));
  const sources = await Promise.all([...files].filter((file) => file.startsWith(ROOT)).map(describeSource));
  await writeFile(join(draft, 'sources.json'), JSON.stringify({ root: ROOT, sources }));
  await rm(FOLDER, { recursive: true, force: true });
  await rename(draft, FOLDER);
}

if (import.meta.main) await bundleProgram();
