import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { MAIN } from '../cli/program.ts';
import { ENV } from './source.ts';

/** Command line of a program. */
export type Command = readonly [program: string, ...args: string[]];

/** Message at which the tap is killed: the n-th of a type. */
export interface Kill {
  readonly type: 'RECORD' | 'STATE';
  readonly at: number;
}

/** Result of a pipeline. */
export interface Piped {
  /** State that the target has confirmed last; undefined if none. */
  readonly state: string | undefined;
  /** Records that the target received. */
  readonly records: number;
  readonly isKilled: boolean;
}

/** Runs `tap | target`; kills the tap at a message if one is given. The target then ends regularly, as behind a broken pipe. */
export async function pipe(tapArgs: readonly string[], [program, ...args]: Command, kill?: Kill): Promise<Piped> {
  const tap = spawn(process.execPath, [MAIN, 'singer', ...tapArgs], { env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  const target = spawn(program, args, { env: ENV, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = Promise.all([text(target.stdout), text(target.stderr), text(tap.stderr)]);
  const ends = Promise.all([once(tap, 'close'), once(target, 'close')]);
  const counts = { RECORD: 0, STATE: 0 };
  let isKilled = false;
  for await (const line of createInterface({ input: tap.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (isKilled) continue;
    const type = /"type":"(\w+)"/.exec(line)?.[1];
    if (type === 'RECORD' || type === 'STATE') counts[type] += 1;
    if (!target.stdin.write(`${line}\n`)) await once(target.stdin, 'drain');
    isKilled = kill !== undefined && type === kill.type && counts[kill.type] === kill.at;
    if (isKilled) tap.kill('SIGKILL');
  }
  target.stdin.end();
  const [states, targetErrors, tapErrors] = await output;
  const [[tapCode], [targetCode]] = await ends;
  if (targetCode !== 0) throw new Error(`the target ended with ${targetCode}:\n${targetErrors}`);
  if (!isKilled && tapCode !== 0) throw new Error(`the tap ended with ${tapCode}:\n${tapErrors}`);
  return { state: states.trim().split('\n').findLast(Boolean), records: counts.RECORD, isKilled };
}
