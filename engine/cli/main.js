#!/usr/bin/env -S node --max-semi-space-size=8
// In JavaScript, as types would have to be stripped from this file at each start, by a compiler of 18 MB: only the ones
// after it come out of the cache. Nothing is imported statically: older versions of Node must get as far as the sentence.

const OLDEST = 24;

async function start() {
  const { setFlagsFromString } = await import('node:v8');
  const { enableCompileCache } = await import('node:module');
  // Memory follows the live data, not the size of the machine: V8 would let garbage grow to several times that. The size
  // of the young generation, above, can only be given at the start.
  setFlagsFromString('--heap-growing-percent=40');
  // Before anything else is loaded: later starts find the stripped and compiled modules ready.
  enableCompileCache();
  const { program } = await import('./program.ts');
  process.exitCode = await program(process.argv.slice(2));
}

if (Number.parseInt(process.versions.node, 10) >= OLDEST) await start();
else {
  process.exitCode = 2;
  process.stderr.write(
    `Mapwright needs Node ${OLDEST} or newer, and this is Node ${process.versions.node}.\n` +
      `Start it with npx mapwright: after npm ci, npm brings Node ${OLDEST} on Linux and Windows. Elsewhere, install Node ${OLDEST} from https://nodejs.org.\n`,
  );
}
