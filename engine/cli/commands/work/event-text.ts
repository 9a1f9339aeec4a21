import type { WorkerEvent } from '../../../platform/worker/index.ts';

const formatCount = (value: number, what: string): string => `${value} ${what}${value === 1 ? '' : 's'}`;

type Sentence<Type extends WorkerEvent['type']> = (event: Extract<WorkerEvent, { type: Type }>) => string | undefined;

/** What a person who watches a worker is told; undefined for what would only be noise. */
const SENTENCES: { readonly [Type in WorkerEvent['type']]: Sentence<Type> } = {
  'worker-started': ({ worker }) => `worker ${worker} is working`,
  'worker-stopping': () => 'handing back what is not finished',
  'worker-stopped': () => 'stopped',
  'worker-died': ({ worker, slices }) => `worker ${worker} has died; ${formatCount(slices, 'slice')} taken over`,
  'run-planned': ({ runId, connectionId, reason }) =>
    `run ${runId} of connection ${connectionId} is planned (${reason})`,
  'slices-planned': ({ runId, stream, slices }) => `run ${runId}: ${stream} in ${formatCount(slices, 'slice')}`,
  'slice-started': () => undefined,
  'slice-finished': () => undefined,
  'slice-handed-back': ({ runId, stream }) => `run ${runId}: a slice of ${stream || 'planning'} is handed back`,
  'slice-lost': ({ runId, stream }) => `run ${runId}: a slice of ${stream || 'planning'} is no longer ours`,
  'slice-failed': ({ runId, stream, code, message, again }) =>
    `run ${runId}: ${stream || 'planning'} failed, ${code}: ${message}${again ? '; it is tried again' : ''}`,
  'page-stored': () => undefined,
  request: () => undefined,
  'run-finished': ({ runId, report: { entities }, ms }) =>
    `run ${runId} is processed in ${(ms / 1000).toFixed(1)} s: ${formatCount(entities.asset.written, 'asset')}, ${formatCount(entities.finding.written, 'finding')}`,
  trouble: ({ doing, code, message }) => `trouble while ${doing}: ${code}: ${message}`,
};

/** An event as a sentence. */
export const formatEvent = (event: WorkerEvent): string | undefined =>
  (SENTENCES[event.type] as Sentence<WorkerEvent['type']>)(event as never);
