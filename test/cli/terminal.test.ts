import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const TERMINAL = new URL('../../engine/cli/terminal.ts', import.meta.url).href;

/** Runs a program with a terminal and returns its output. */
async function written(code: string): Promise<{ out: string; err: string }> {
  const program = `const { createTerminal } = await import(${JSON.stringify(TERMINAL)}); const terminal = createTerminal({ plain: true }); ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err };
}

test('registered secrets are redacted from stdout and stderr in every encoding', async () => {
  const secret = 'k3y/of "the" connection';
  const texts = [secret, encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString('base64')];
  const { out, err } = await written(`
    terminal.learn(${JSON.stringify(secret)});
    for (const one of ${JSON.stringify(texts)}) { await terminal.print('data ' + one + '\\n'); terminal.tell('words ' + one + '\\n'); }
  `);
  expect(out.replaceAll('"', '')).toBe('data [secret]\n'.repeat(texts.length));
  expect(err.replaceAll('"', '')).toBe('words [secret]\n'.repeat(texts.length));
});
