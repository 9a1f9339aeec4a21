#!/usr/bin/env -S node --max-semi-space-size=8
// JavaScript, because stripping types from this file would load an 18 MB compiler on every start; the compile cache, enabled
// below, covers only modules loaded later. No static imports, so that older Node versions reach the version check.

const MINIMUM_NODE = 24;

/** Returns the file of the program: the bundle that `npm ci` made, if no source has changed since, or else the sources. */
async function findProgram() {
  const { readFileSync, statSync } = await import('node:fs');
  const { join } = await import('node:path');
  const root = join(import.meta.dirname, '../../');
  const bundle = join(root, 'node_modules/.cache/mapwright');
  const isUnchanged = ([path, mtimeMs, size]) => {
    const found = statSync(root + path, { throwIfNoEntry: false });
    return found?.mtimeMs === mtimeMs && found.size === size;
  };
  try {
    const made = JSON.parse(readFileSync(join(bundle, 'sources.json'), 'utf8'));
    if (made.root === root && made.sources.every(isUnchanged)) return join(bundle, 'program.js');
  } catch {
    // Not bundled: a package, or an installation without development dependencies.
  }
  return join(import.meta.dirname, 'program.ts');
}

async function start() {
  const { setFlagsFromString } = await import('node:v8');
  const { enableCompileCache } = await import('node:module');
  // Keeps memory proportional to the live data; by default, V8 lets garbage grow to several times that. The size of the
  // young generation can only be set at startup, in the first line.
  setFlagsFromString('--heap-growing-percent=40');
  // Enabled before any other import, so that later starts reuse the stripped and compiled modules.
  enableCompileCache();
  const { pathToFileURL } = await import('node:url');
  const { program } = await import(pathToFileURL(await findProgram()).href);
  process.exitCode = await program(process.argv.slice(2));
}

if (Number.parseInt(process.versions.node, 10) >= MINIMUM_NODE) await start();
else {
  process.exitCode = 2;
  process.stderr.write(
    `Mapwright requires Node ${MINIMUM_NODE} or newer; this is Node ${process.versions.node}.\n` +
      `Run npm ci and then ./mapwright, which uses Node ${MINIMUM_NODE} from npm on Linux and Windows, or install Node ${MINIMUM_NODE} from https://nodejs.org.\n`,
  );
}
