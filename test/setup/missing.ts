/** Says what a test does without; on CI nothing may be missing. */
export function missing(what: string, without: string): undefined {
  const message = `${what} is not here: ${without}`;
  if (process.env['CI'] === 'true') throw new Error(`${message}. On CI it has to be.`);
  process.stderr.write(`\n!!! SKIPPED: ${message}\n`);
  return undefined;
}
