#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: later starts find the stripped and compiled modules ready.
enableCompileCache();
const { program } = await import('./program.ts');
await program(process.argv.slice(2));
