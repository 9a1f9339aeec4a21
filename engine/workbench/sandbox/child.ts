import { flushCompileCache } from 'node:module';
import { engineError, toEngineError } from '../../base/errors/index.ts';
import { loadTemporal } from '../../base/time/index.ts';
import { isClean } from '../../language/expression/index.ts';
import { loadDecoders } from '../../pipeline/extract/index.ts';
import { MOST_CPU_SECONDS } from './limits.ts';
import { lockDownProcess } from './lockdown.ts';
import type { TaskRequest, TaskResponse } from './message.ts';
import { TASKS, type TaskName } from './tasks.ts';

/** Maximum characters of a result, which the calling process must keep in memory. */
const LONGEST = 32 << 20;

const isSpent = (): boolean => {
  const { user, system } = process.cpuUsage();
  return !isClean() || user + system > (MOST_CPU_SECONDS / 2) * 1e6;
};

const performTask = (task: TaskName, input: string): unknown =>
  (TASKS[task] as (input: unknown) => unknown)(JSON.parse(input));

const serialize = (output: unknown): string => {
  const text = JSON.stringify(output) ?? 'null';
  if (text.length > LONGEST) throw engineError('EXPRESSION_TOO_LARGE', { subject: 'the result', limit: '32 MB' });
  return text;
};

async function handleRequest({ task, input }: TaskRequest): Promise<TaskResponse> {
  try {
    const output = serialize(await performTask(task, input));
    return { kind: 'done', output, spent: isSpent() };
  } catch (error) {
    const { code, details } = toEngineError(error);
    return { kind: 'failed', code, details, spent: isSpent() };
  }
}

const send = (message: TaskResponse) => process.send?.(message);

process.on('message', async (request: TaskRequest) => send(await handleRequest(request)));
process.on('disconnect', () => process.exit());
// Temporal and decoders load lazily, which is not possible after the lockdown.
loadTemporal();
await loadDecoders();
// The parent ends this process without warning, and the cache cannot be written after the lockdown.
flushCompileCache();
lockDownProcess();
send({ kind: 'ready' });
