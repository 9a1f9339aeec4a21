import { describe, expect, test } from 'vitest';
import { runMapwright, spawnMapwright } from '../cli/program.ts';
import { startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { isFull } from '../setup/suite.ts';
import { CANARIES, findLeaks, listEncoded } from './canaries.ts';
import { COMMANDS } from './commands.ts';
import { createCanaryFolder, ENV, readNewFiles } from './folder.ts';
import { SITUATIONS } from './situations.ts';

const [WELL] = SITUATIONS;

/** A real process also reveals output that bypasses the terminal. */
const runCommand = isFull ? spawnMapwright : runMapwright;

const ROWS = [
  ...COMMANDS.map((command) => ({ ...WELL, ...command, situation: 'all is well' })),
  ...SITUATIONS.slice(1).flatMap(({ situation, says, script }) =>
    COMMANDS.filter(({ everywhere }) => everywhere).map((command) => ({ ...command, situation, says, script })),
  ),
];

describe('the search', () => {
  test.each(Object.entries(CANARIES))('finds the %s in every encoding inside other text', (_name, canary) => {
    for (const [encoding, text] of listEncoded(canary))
      expect(findLeaks(`{"a":"x${text}y"}`).join()).toContain(encoding);
    for (const before of ['', 'u', 'u:']) {
      expect(findLeaks(Buffer.from(`${before}${canary}:more`).toString('base64')).join()).toContain('base64');
    }
  });
});

describe('leaks no secret', () => {
  test.each(ROWS)('of $name when $situation', async ({ script, args, says }) => {
    const vendor = await startSmallVendor(script ?? (() => ({ status: 500 })));
    const folder = await createCanaryFolder(vendor.origin);
    const ran = await runCommand(args, { cwd: folder, env: ENV });
    const found = [...(await readNewFiles(folder)), ['stdout', ran.stdout], ['stderr', ran.stderr]] as const;
    const leaks = found.flatMap(([place, text]) => findLeaks(text ?? '').map((leak) => `${place}: ${leak}`));
    expect(leaks).toEqual([]);
    expect(ran.stdout + ran.stderr).toContain(says);
    expect(ran.stderr).not.toContain('INTERNAL');
  });
});
