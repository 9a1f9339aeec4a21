import type { WorkerEvent } from '../../../platform/worker/index.ts';
import { formatCount, formatEntityCounts } from '../../text/count-text.ts';

type FormatEvent<Type extends WorkerEvent['type']> = (
  event: Extract<WorkerEvent, { type: Type }>,
) => string | undefined;

/** Messages for a person who watches a worker; undefined for events that are not shown. */
const MESSAGES: { readonly [Type in WorkerEvent['type']]: FormatEvent<Type> } = {
  'worker-started': ({ worker }) => `worker ${worker} started`,
  'worker-stopping': () => 'stopping; unfinished slices return to the queue',
  'worker-stopped': () => 'stopped',
  'run-planned': ({ runId, connectionId, reason }) => `run ${runId} of connection ${connectionId} queued (${reason})`,
  'slices-planned': ({ runId, stream, slices }) => `run ${runId}: ${stream} split into ${formatCount(slices, 'slice')}`,
  'slice-started': () => undefined,
  'slice-finished': () => undefined,
  'slice-handed-back': ({ runId, stream }) => `run ${runId}: returned a slice of ${stream || 'planning'} to the queue`,
  'slice-lost': ({ runId, stream }) => `run ${runId}: lost a slice of ${stream || 'planning'}`,
  'slice-failed': ({ runId, stream, code, message, again }) =>
    `run ${runId}: ${stream || 'planning'} failed with ${code}: ${message}${again ? '; retrying' : ''}`,
  'page-stored': () => undefined,
  request: () => undefined,
  'request-retry': () => undefined,
  'run-finished': ({ runId, report: { entities }, ms }) =>
    `run ${runId} finished in ${(ms / 1000).toFixed(1)} s: ${formatEntityCounts(entities)}`,
  trouble: ({ doing, code, message }) => `error while ${doing}: ${code}: ${message}`,
  'store-reconnected': ({ ms, errors }) =>
    `the store is reachable again after ${(ms / 1000).toFixed(1)} s and ${formatCount(errors, 'error')}`,
};

/** Formats an event as a message; undefined if it is not shown. */
export const formatEvent = (event: WorkerEvent): string | undefined =>
  (MESSAGES[event.type] as FormatEvent<WorkerEvent['type']>)(event as never);
