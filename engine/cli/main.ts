#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Memory follows the data that are alive, not the size of the machine: without this V8 lets garbage grow first.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=70');
// Before anything else is loaded: later starts find the stripped and compiled modules ready.
enableCompileCache();
const { program } = await import('./program.ts');
await program(process.argv.slice(2));
