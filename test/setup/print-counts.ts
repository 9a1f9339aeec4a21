import { readFileSync } from 'node:fs';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Counts of a run from vitest's JSON. A file that did not load, or a run without results, counts as one failure. */
function countsIn(file: string): { passed: number; failed: number; skipped: number } {
  let results: Results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const unloaded = results.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + unloaded.length,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

const [file = '', exitCode = '0'] = process.argv.slice(2);
const { passed, failed, skipped } = countsIn(file);
// vitest also fails for errors outside of tests, which its results do not count.
const failures = Math.max(failed, exitCode === '0' ? 0 : 1);
process.stdout.write(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failures > 0 ? 1 : 0;
