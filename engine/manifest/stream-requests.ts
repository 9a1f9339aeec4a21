import type { RequestSpec, Stream } from './types.generated.ts';

/** Request of a stream, and the path to it in the stream. */
export interface StreamRequest {
  readonly steps: readonly string[];
  readonly request: RequestSpec;
}

/** Lists the requests of a stream in the order in which they are sent. */
export function listStreamRequests({ request, job }: Stream): StreamRequest[] {
  if (!job) return request ? [{ steps: ['request'], request }] : [];
  return [
    { steps: ['job', 'create', 'request'], request: job.create.request },
    { steps: ['job', 'poll', 'request'], request: job.poll.request },
    { steps: ['job', 'fetch'], request: job.fetch },
  ];
}
