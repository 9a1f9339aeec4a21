#!/usr/bin/env -S node --max-semi-space-size=8
// JavaScript, because stripping types from this file would load an 18 MB compiler on every start; the compile cache, enabled
// below, covers only modules loaded later. No static imports, so that older Node versions reach the version check.

const MINIMUM_NODE = 24;

async function start() {
  const { setFlagsFromString } = await import('node:v8');
  const { enableCompileCache } = await import('node:module');
  // Keeps memory proportional to the live data; by default, V8 lets garbage grow to several times that. The size of the
  // young generation can only be set at startup, in the first line.
  setFlagsFromString('--heap-growing-percent=40');
  // Enabled before any other import, so that later starts reuse the stripped and compiled modules.
  enableCompileCache();
  const { program } = await import('./program.ts');
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
