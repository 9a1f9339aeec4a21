/** Runs an endless loop under a watchdog with the given timeouts; prints a line once the watchdog is ready. */
import { writeSync } from 'node:fs';
import { startWatchdog } from '../../engine/cli/process/watchdog.ts';

const [graceMs = 0, stallMs = 0] = process.argv.slice(2).map(Number);
process.on('SIGTERM', () => process.exit(0));
const { ready } = startWatchdog({ graceMs, stallMs });
await ready;
writeSync(1, 'busy\n');
for (;;);
