import { describe, expect, test } from 'vitest';
import { mapwright, spawnMapwright } from '../cli/program.ts';
import { smallVendor } from '../pipeline/run/small-vendor.ts';
import { isFull } from '../setup/suite.ts';
import { CANARIES, encodedIn, leaksIn } from './canaries.ts';
import { COMMANDS } from './commands.ts';
import { canaryFolder, ENV, madeIn } from './folder.ts';
import { SITUATIONS } from './situations.ts';

const [WELL] = SITUATIONS;

/** A process also shows what is written past the terminal. */
const runCommand = isFull ? spawnMapwright : mapwright;

const ROWS = [
  ...COMMANDS.map((command) => ({ ...WELL, ...command, situation: 'all is well' })),
  ...SITUATIONS.slice(1).flatMap(({ situation, says, script }) =>
    COMMANDS.filter(({ everywhere }) => everywhere).map((command) => ({ ...command, situation, says, script })),
  ),
];

describe('the search', () => {
  test.each(Object.entries(CANARIES))('finds the %s in every encoding, inside of other text', (_name, canary) => {
    for (const [encoding, text] of encodedIn(canary)) expect(leaksIn(`{"a":"x${text}y"}`).join()).toContain(encoding);
    for (const before of ['', 'u', 'u:']) {
      expect(leaksIn(Buffer.from(`${before}${canary}:more`).toString('base64')).join()).toContain('base64');
    }
  });
});

describe('no secret comes out', () => {
  test.each(ROWS)('of $name when $situation', async ({ script, args, says }) => {
    const vendor = await smallVendor(script ?? (() => ({ status: 500 })));
    const folder = await canaryFolder(vendor.origin);
    const ran = await runCommand(args, { cwd: folder, env: ENV });
    const found = [...(await madeIn(folder)), ['stdout', ran.stdout], ['stderr', ran.stderr]] as const;
    const leaks = found.flatMap(([place, text]) => leaksIn(text ?? '').map((leak) => `${place}: ${leak}`));
    expect(leaks).toEqual([]);
    expect(ran.stdout + ran.stderr).toContain(says);
    expect(ran.stderr).not.toContain('INTERNAL');
  });
});
