import { parentPort, workerData } from 'node:worker_threads';
import type { AllowPrivate } from '../../../io/allow-private.ts';
import { openWorker } from '../../../platform/worker/index.ts';
import type { Options } from '../../options.ts';
import { createTerminal } from '../../terminal.ts';
import { openWorkContext } from './open-work.ts';

/** Worker data of the thread. */
export interface ThreadData {
  readonly options: Pick<Options, 'store'>;
  readonly allowPrivate: AllowPrivate;
  readonly concurrency: number;
}

const { options, allowPrivate, concurrency } = workerData as ThreadData;
const stopping = new AbortController();
parentPort?.once('message', () => stopping.abort());

await using work = await openWorkContext(
  { options, terminal: createTerminal({ plain: true }) },
  (event) => parentPort?.postMessage(event),
  allowPrivate,
);
const { platform } = work.parts;
const parts = { ...work.parts, platform: { ...platform, actor: 'studio' } };
await openWorker(parts, { concurrency, scheduling: true }).work(stopping.signal);
