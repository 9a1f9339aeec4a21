import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { MAIN } from '../cli/program.ts';
import { ENV } from './source.ts';

/** Command line of a program. */
export type Command = readonly [program: string, ...args: string[]];

/** Messages at which a tap is killed. A position is a state from which the findings resume. */
const MESSAGES = { record: /^\{"type":"RECORD"/, position: /^\{"type":"STATE".*"finding":\{.*"checkpoint"/ } as const;

/** The n-th message of a kind, at which the tap is killed. */
export interface Kill {
  readonly kind: keyof typeof MESSAGES;
  readonly at: number;
}

/** Result of a pipeline. */
export interface Piped {
  /** State that the target has confirmed last; undefined if none. */
  readonly state: string | undefined;
  readonly isKilled: boolean;
}

/** Runs `tap | target`; kills the tap at a message if one is given. The target then ends regularly, as behind a broken pipe. */
export async function pipe(tapArgs: readonly string[], [program, ...args]: Command, kill?: Kill): Promise<Piped> {
  const tap = spawn(process.execPath, [MAIN, 'singer', ...tapArgs], { env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  const target = spawn(program, args, { env: ENV, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = Promise.all([text(target.stdout), text(target.stderr), text(tap.stderr)]);
  const ends = Promise.all([once(tap, 'close'), once(target, 'close')]);
  let [found, isKilled] = [0, false];
  for await (const line of createInterface({ input: tap.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (isKilled) continue;
    if (!target.stdin.write(`${line}\n`)) await once(target.stdin, 'drain');
    if (!kill || !MESSAGES[kill.kind].test(line)) continue;
    found += 1;
    isKilled = found === kill.at;
    if (isKilled) tap.kill('SIGKILL');
  }
  target.stdin.end();
  const [states, targetErrors, tapErrors] = await output;
  const [[tapCode], [targetCode]] = await ends;
  if (targetCode !== 0) throw new Error(`the target ended with ${targetCode}:\n${targetErrors}`);
  if (!isKilled && tapCode !== 0) throw new Error(`the tap ended with ${tapCode}:\n${tapErrors}`);
  return { state: states.trim().split('\n').findLast(Boolean), isKilled };
}
