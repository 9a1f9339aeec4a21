// Preloaded with --import: prints the CPU seconds and the peak memory in kB of the process when it exits.
import { readPeakKilobytes } from './peak-memory.ts';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`\n@used ${JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, readPeakKilobytes()])}\n`);
});
