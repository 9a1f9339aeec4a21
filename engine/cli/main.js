#!/usr/bin/env -S node --max-semi-space-size=8
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// In JavaScript, as types would have to be stripped from this file at each start, by a compiler of 18 MB: only the ones
// after it come out of the cache.

// Memory follows the data that are alive, not the size of the machine: V8 would let garbage grow to several times that.
// (The size of the young generation, above, can only be given at the start.)
setFlagsFromString('--heap-growing-percent=40');
// Before anything else is loaded: later starts find the stripped and compiled modules ready.
enableCompileCache();
const { program } = await import('./program.ts');
process.exitCode = await program(process.argv.slice(2));
