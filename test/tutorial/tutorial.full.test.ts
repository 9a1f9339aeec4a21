import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAcme } from './vendor.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Step of the README's tutorial: a file to write, or commands with the exit code of the last one. */
type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'sh'; readonly text: string; readonly exit: number };

const BLOCK = /(?:<!-- (file|exit): (\S+) -->\s*)?```(sh|json)\n([\s\S]*?)```/g;

function stepsOf(readme: string): Step[] {
  const part = readme.slice(readme.indexOf('<!-- tutorial -->'), readme.indexOf('<!-- /tutorial -->'));
  return [...part.matchAll(BLOCK)].map(([, mark, value = '', language, text = '']) =>
    language === 'json'
      ? { kind: 'file', name: value, text }
      : { kind: 'sh', text, exit: mark === 'exit' ? Number(value) : 0 },
  );
}

let folder: string;
let acme: Awaited<ReturnType<typeof startAcme>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-tutorial-'));
  acme = await startAcme(0);
});

afterAll(async () => {
  acme.server.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (script: string): Promise<{ code: number; output: string }> => {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    NODE: process.execPath,
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  };
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` }),
    );
  });
};

test('the tutorial "write your own connector" in the README works', async () => {
  const steps = stepsOf(await readFile(join(ROOT, 'README.md'), 'utf8'));
  expect(steps.filter(({ kind }) => kind === 'sh').length).toBeGreaterThanOrEqual(4);
  for (const step of steps) {
    if (step.kind === 'file') {
      await writeFile(join(folder, step.name), step.text.replace('http://127.0.0.1:4010', acme.url));
      continue;
    }
    // Runs the commands unchanged, with the programs of this checkout.
    const script = step.text.replaceAll('./mapwright ', `${ROOT}mapwright `).replaceAll('npx node', 'node');
    const { code, output } = await run(`set -e\n${script}`);
    expect(code, output).toBe(step.exit);
  }
  const findings = await readFile(join(folder, 'out', 'findings.ndjson'), 'utf8');
  expect(findings.trim().split('\n')).toHaveLength(25);
});
