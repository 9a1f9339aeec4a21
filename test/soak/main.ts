// Long-running tests: `npm run soak [-- part… [options]]`; runs all parts in sequence by default.
// Options apply to each named part. Exits with 1 if a part fails.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Part {
  readonly what: string;
  readonly file: string;
  /** Default arguments. */
  readonly args: readonly string[];
}

const PARTS: Readonly<Record<string, Part>> = {
  platform: {
    what: '20 connections of 50,000 findings, 5 % of the requests fail: SQLite, and PostgreSQL with --postgres',
    file: 'platform/main.ts',
    args: [],
  },
  workers: {
    what: 'three workers of one connection, killed 200 times, PostgreSQL crashed in between: [kills [seed]]',
    file: 'workers.ts',
    args: ['200', '1'],
  },
  expressions: {
    what: 'a million random programs are compared with the JSONata interpreter: [count [first seed]]',
    file: 'expression.ts',
    args: ['1000000'],
  },
};

/** Same flags as in the command line: a small young generation on any machine. */
const FLAGS = ['--max-semi-space-size=8'];

async function soak(name: string, { what, file, args }: Part, given: readonly string[]): Promise<boolean> {
  console.log(`\n${name}: ${what}`);
  const path = fileURLToPath(new URL(file, import.meta.url));
  const options = given.length > 0 ? given : args;
  const child = spawn(process.execPath, [...FLAGS, path, ...options], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  console.log(`${name}: ${code === 0 ? 'holds' : `failed (${code})`}`);
  return code === 0;
}

const words = process.argv.slice(2);
const firstOption = words.findIndex((word) => !Object.hasOwn(PARTS, word));
const nameRun = firstOption < 0 ? words : words.slice(0, firstOption);
const options = firstOption < 0 ? [] : words.slice(firstOption);

if (nameRun.length === 0 && options.length > 0) {
  console.error(
    `parts: ${Object.entries(PARTS)
      .map(([name, { what }]) => `\n  ${name}: ${what}`)
      .join('')}`,
  );
  process.exitCode = 2;
} else {
  for (const [name, part] of Object.entries(PARTS))
    if ((nameRun.length === 0 || nameRun.includes(name)) && !(await soak(name, part, options))) process.exitCode = 1;
}
