import { engineError, toEngineError } from '../../base/errors/index.ts';
import { temporal } from '../../base/time/index.ts';
import { isClean } from '../../language/expression/index.ts';
import { MOST_CPU_SECONDS } from './limits.ts';
import { lockdown } from './lockdown.ts';
import type { Answer, Question } from './message.ts';
import { TASKS, type TaskName } from './tasks.ts';

/** Letters of an answer: the process that asked has to hold it. */
const LONGEST = 32 << 20;

const isSpent = (): boolean => {
  const { user, system } = process.cpuUsage();
  return !isClean() || user + system > (MOST_CPU_SECONDS / 2) * 1e6;
};

const perform = (task: TaskName, input: string): unknown =>
  (TASKS[task] as (input: unknown) => unknown)(JSON.parse(input));

const written = (output: unknown): string => {
  const text = JSON.stringify(output) ?? 'null';
  if (text.length > LONGEST) throw engineError('EXPRESSION_TOO_LARGE', { subject: 'the result', limit: '32 MB' });
  return text;
};

async function answer({ task, input }: Question): Promise<Answer> {
  try {
    const output = written(await perform(task, input));
    return { kind: 'done', output, spent: isSpent() };
  } catch (error) {
    const { code, details } = toEngineError(error);
    return { kind: 'failed', code, details, spent: isSpent() };
  }
}

const send = (message: Answer) => process.send?.(message);

process.on('message', async (question: Question) => send(await answer(question)));
process.on('disconnect', () => process.exit());
// The only module that is loaded on first use: after the lockdown it could not be.
temporal();
lockdown();
send({ kind: 'ready' });
